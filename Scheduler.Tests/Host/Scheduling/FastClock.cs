namespace Scheduler.Tests.Host.Scheduling;

/// <summary>A clock on which a second passes in a fraction of one: what waits for seconds is soon done, and everything still happens by itself.</summary>
internal sealed class FastClock(int factor) : TimeProvider
{
    private readonly DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly long began = System.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + Passed;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), Real);

    private TimeSpan Passed => System.GetElapsedTime(began) * factor;

    private TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    private sealed class Timer(ITimer timer, Func<TimeSpan, TimeSpan> real) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(real(dueTime), real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
