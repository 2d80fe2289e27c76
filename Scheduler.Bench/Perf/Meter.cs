using System.Diagnostics;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf;

/// <summary>Time and allocations of single decisions. Allocates nothing between start and stop itself.</summary>
internal sealed class Meter(int pods)
{
    private readonly List<long> ticks = new(2 * pods);
    private long start;
    private long bytesBefore;
    private long bytes;

    public void Start()
    {
        bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
    }

    public void Stop()
    {
        ticks.Add(Stopwatch.GetTimestamp() - start);
        bytes += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
    }

    public RunResult Result(DecisionHash hash, int preempted) => new(
        pods, [.. ticks.Select(tick => tick * (1e9 / Stopwatch.Frequency))], ticks.Count == 0 ? 0 : (double)bytes / ticks.Count,
        Environment.WorkingSet, preempted, hash.Count, hash.Current());
}
