namespace Scheduler.Core.Cycle;

/// <summary>Keeps something that is done now and then within a share of all time.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="shareMax">The share, 0 to 1; at 1 no time is looked at.</param>
internal sealed class TimeBudget(TimeProvider clock, double shareMax)
{
    private readonly long start = clock.GetTimestamp();
    private TimeSpan spent;
    private long began;

    /// <summary>True while it has taken no more than its share since it was made.</summary>
    public bool HasRoom() => shareMax >= 1 || spent <= shareMax * clock.GetElapsedTime(start);

    public void Begin()
    {
        if (shareMax < 1) began = clock.GetTimestamp();
    }

    public void End()
    {
        if (shareMax < 1) spent += clock.GetElapsedTime(began);
    }
}
