namespace Scheduler.Host.Client.Following;

/// <summary>How long to wait after the n-th error in a row: doubled each time, with up to half of it taken off by chance, so that many who were cut off at once come back one by one.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most, Random random)
{
    private int errors;

    public TimeSpan Next()
    {
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(errors++, 30)), most.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - (random.NextDouble() / 2)));
    }

    public void Reset() => errors = 0;
}
