using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>Lets the plain engine decide some of the pods too.</summary>
internal sealed class EngineComparison(EngineCheck check, CheckRate rate)
{
    private long seen;

    /// <summary>Decisions compared.</summary>
    public long Compared => check.Compared;

    /// <summary>To be called before a pod's turn, on the state that it will see.</summary>
    /// <exception cref="EngineDifferenceException">The engines differ; a case file has been written.</exception>
    public void Before(PodInfo pod)
    {
        if (rate.Includes(seen++)) check.Compare(pod);
    }
}
