using Scheduler.Bench.Conformance;
using Scheduler.Bench.Fuzz;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>Decides everything twice. The first difference ends it: what comes after follows from a wrong state.</summary>
internal static class Differences
{
    /// <summary>The plain engine looks at every node of every pod: more nodes than this are not checked in full.</summary>
    private const int NodesInFull = 300;

    private const int RandomDecisions = 1_000_000;

    public static BoundFigure OverWorkloads(BoundRun run)
    {
        long compared = 0;
        Workload[] all = [.. WorkloadFiles.Read(run.Folder, "*").Where(workload => run.Scale >= 1 || workload.Labels.Contains("integration-test"))];
        foreach (Workload workload in all)
        {
            double shrink = Math.Min(1, (double)NodesInFull / Math.Max(1, workload.Nodes));
            Workload small = shrink < 1 ? WorkloadFiles.Read(run.Folder, workload.Path, shrink).Single(row => row.Path == workload.Path) : workload;
            try
            {
                using WorkloadRun play = new(small, run.Plain with { Check = CheckRate.Full });
                compared += play.Run().Checked;
            }
            catch (EngineDifferenceException e)
            {
                return new(1, $"{workload.Path}: {e.Message}");
            }
        }

        return new(0, FormattableString.Invariant($"{compared:N0} decisions of {all.Length} workloads, large ones scaled down to {NodesInFull} nodes"));
    }

    public static BoundFigure OverRandomDecisions(BoundRun run)
    {
        GoldenCase[] cases = [.. GoldenFiles.Read([Path.Combine(run.Folder, "..", "golden")])];
        int wanted = Math.Max(1, (int)(RandomDecisions * run.Scale)), compared = 0;
        for (ulong round = 0; compared < wanted; round++)
        {
            try
            {
                compared += FuzzCommand.Round(cases, run.Engine, run.Seed + round);
            }
            catch (EngineDifferenceException e)
            {
                return new(1, e.Message);
            }
        }

        return new(0, FormattableString.Invariant($"{compared:N0} random decisions"));
    }
}
