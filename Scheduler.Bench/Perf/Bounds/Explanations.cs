using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Report;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>What it costs to keep the reasons of every decision.</summary>
internal static class Explanations
{
    private const string Workload = "misc/SchedulingBasic/5000Nodes_50000Pods";

    public static BoundFigure Cost(BoundRun run)
    {
        RunOptions without = run.Plain, with = without with { Cycle = without.Cycle with { KeepReasons = true } };
        Measurement[] measured = run.PlayAlternating(Workload, with, without);
        double slower = 100 * ((measured[1].MedianPodsPerCpuSecond / measured[0].MedianPodsPerCpuSecond) - 1);
        return new(slower, BoundRun.Detail(measured[0]));
    }
}
