using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Report;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Plugins;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>What a user's plugin costs that was written in ten lines.</summary>
internal static class UserPlugins
{
    private const string Workload = "misc/SchedulingBasic/5000Nodes_10000Pods";

    private static readonly PluginCatalog Catalog = DefaultPlugins.Catalog.With(
        PluginDescriptor.Of("Naive", _ => new Naive()), PluginDescriptor.Of("Declared", _ => new DeclaredPlugin()));

    public static BoundFigure Undeclared(BoundRun run) => run.Rate(Workload, With(run, "Naive"));

    public static BoundFigure Declared(BoundRun run)
    {
        Measurement[] measured = run.PlayAlternating(Workload, With(run, "Declared"), run.Plain);
        return new(100 * measured[0].MedianPodsPerCpuSecond / measured[1].MedianPodsPerCpuSecond, BoundRun.Detail(measured[0]));
    }

    private static RunOptions With(BoundRun run, string plugin) => run.Plain with { Catalog = Catalog, MorePlugins = [plugin] };

    /// <summary>Trivial bodies, and not a word about what they read.</summary>
    private sealed class Naive : IFilter, IScore
    {
        public string Name => "Naive";

        public Verdict Filter(PodInfo pod, NodeView node) => Verdict.Pass;

        public long Score(PodInfo pod, NodeView node) => 1;
    }

    /// <summary>The same, saying that it reads nothing of the pod and nothing of the node.</summary>
    private sealed class DeclaredPlugin : IFilter, IScore
    {
        public string Name => "Declared";

        public PodFields Reads => PodFields.None;

        public NodeColumns Uses => NodeColumns.None;

        public Locality Locality => Locality.Node;

        public Verdict Filter(PodInfo pod, NodeView node) => Verdict.Pass;

        public long Score(PodInfo pod, NodeView node) => 1;
    }
}
