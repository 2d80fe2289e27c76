using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Generate;

namespace Scheduler.Bench.Gate.SelfTest;

/// <summary>Draws runs from a pool, four neighbours at a time, so that what drifts with time meets a comparison as it would have met it; head is slowed down.</summary>
public sealed class ResampledRuns(RunPool pool, double slowDown, SeededRandom random) : ITimeSource
{
    private readonly double shift = Math.Log(1 + slowDown);

    /// <inheritdoc/>
    public (double Base1, double Head1, double Head2, double Base2) Next(int workload)
    {
        int at = random.Next(pool.Logs.Length - 3);
        return (pool.Logs[at], pool.Logs[at + 1] + shift, pool.Logs[at + 2] + shift, pool.Logs[at + 3]);
    }
}
