namespace Scheduler.Bench.Perf.Playing;

/// <summary>A clock that moves when told: minutes of backoff pass in no time, and every run sees the same times.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan by) => now += by;
}
