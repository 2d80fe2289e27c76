namespace Scheduler.Tests.Host.Store;

/// <summary>A clock that moves when told, and then rings the timers that are due, in order, on the caller's thread.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_timers)
            _timers.Add(timer);
        if (timer.Due != DateTimeOffset.MaxValue)
            _set.TrySetResult();
        return timer;
    }

    /// <summary>Waits until somebody waits for this clock, and then moves it so far that the first who waits is done.</summary>
    /// <param name="within">Who waits for longer does not count; null: everybody does.</param>
    /// <returns>By how much.</returns>
    public async Task<TimeSpan> AdvanceToNext(TimeSpan? within = null)
    {
        while (true)
        {
            DateTimeOffset due;
            lock (_timers)
            {
                due = _timers.Select(timer => timer.Due).Where(due => within is null || due <= _now + within).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
                if (due == DateTimeOffset.MaxValue)
                    _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            if (due == DateTimeOffset.MaxValue)
            {
                await _set.Task;
                continue;
            }
            TimeSpan by = due > _now ? due - _now : TimeSpan.Zero;
            Advance(by);
            return by;
        }
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = _now + by;
        while (Next(end) is { } timer)
        {
            _now = timer.Due > _now ? timer.Due : _now;
            timer.Ring();
        }
        _now = end;
    }

    private Timer? Next(DateTimeOffset end)
    {
        lock (_timers)
            return _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
    }

    private sealed class Timer(ManualClock clock, Action ring) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock._now + dueTime;
            _period = period;
            if (Due != DateTimeOffset.MaxValue)
                clock._set.TrySetResult();
            return true;
        }

        public void Ring()
        {
            Due = _period > TimeSpan.Zero ? Due + _period : DateTimeOffset.MaxValue;
            ring();
        }

        public void Dispose()
        {
            lock (clock._timers)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
