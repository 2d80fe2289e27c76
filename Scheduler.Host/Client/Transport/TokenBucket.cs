namespace Scheduler.Host.Client.Transport;

/// <summary>
/// At most <paramref name="burst"/> at once and <paramref name="qps"/> a second in the long run, first come first served.
/// <c>tokens &lt;= burst</c>; a negative number of tokens is what those who wait have taken in advance.
/// </summary>
/// <param name="qps">Per second; 0 or less: no limit.</param>
/// <param name="burst">At least 1 counts.</param>
/// <param name="clock">Whose seconds.</param>
public sealed class TokenBucket(double qps, int burst, TimeProvider clock)
{
    private readonly Lock taking = new();
    private readonly double most = Math.Max(burst, 1);
    private double tokens = Math.Max(burst, 1);
    private long filled = clock.GetTimestamp();

    /// <summary>Takes a token. A wait that is cancelled gives it back.</summary>
    public async ValueTask Take(CancellationToken cancellation)
    {
        if (qps <= 0) return;
        var wait = Reserve();
        if (wait <= TimeSpan.Zero) return;
        try
        {
            await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (taking) tokens = Math.Min(most, tokens + 1);
            throw;
        }
    }

    private TimeSpan Reserve()
    {
        lock (taking)
        {
            var now = clock.GetTimestamp();
            tokens = Math.Min(most, tokens + (clock.GetElapsedTime(filled, now).TotalSeconds * qps)) - 1;
            filled = now;
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / qps);
        }
    }
}
