using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Plugins.NodeResourcesBalancedAllocation;
using Scheduler.Plugins.NodeResourcesFit;
using Balanced = Scheduler.Plugins.NodeResourcesBalancedAllocation.NodeResourcesBalancedAllocation;
using Fitting = Scheduler.Plugins.NodeResourcesFit.NodeResourcesFit;

namespace Scheduler.Tests.Plugins;

public class NodeLocalTwinsTests
{
    private static readonly ResourceSpec[] ManyResources = [new("cpu", 3), new("memory", 1), new("example.com/gpu", 5), new("ephemeral-storage", 2)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Every_plugin_answers_alike_for_single_nodes_and_for_columns_while_the_cluster_changes(int seed)
    {
        RandomClusters clusters = new(seed);
        clusters.AddNodes(150);
        IPlugin[] plugins = Plugins(clusters.Cluster);
        for (int step = 0; step < 30; step++)
        {
            PodInfo pod = clusters.Pod();
            foreach (IPlugin plugin in plugins)
            {
                Exception? difference = Record.Exception(() => Ask(plugin, clusters.Cluster, pod));
                Assert.True(difference is null, $"seed {seed}, step {step}, {plugin.Name}, pod {pod}: {difference}");
            }

            for (int i = 0; i < 10; i++) clusters.Churn();
        }
    }

    [Fact]
    public void Sets_kept_for_a_long_time_equal_fresh_ones()
    {
        const int seed = 11;
        RandomClusters clusters = new(seed);
        clusters.AddNodes(70);
        PodInfo[] pods = [.. Enumerable.Range(0, 20).Select(_ => clusters.Pod())];
        NodeSetCache<RequiredNodeAffinity> kept = Make();
        for (int step = 0; step < 200; step++)
        {
            PodInfo pod = pods[step % 7 == 0 ? 19 : step % pods.Length];
            RequiredNodeAffinity affinity = pod.Spec.NodeAffinity;
            Assert.True(
                kept.Rows(affinity.Id, affinity).SetEquals(Make().Rows(affinity.Id, affinity)), $"seed {seed}, step {step}, pod {pod}");
            for (int i = 0; i < (step % 50 == 0 ? 2000 : 5); i++) clusters.Churn();
        }

        NodeSetCache<RequiredNodeAffinity> Make() =>
            new(clusters.Cluster.Nodes, NodeColumns.Labels, static (affinity, node) => affinity.Matches(node));
    }

    private static void Ask(IPlugin plugin, Cluster cluster, PodInfo pod)
    {
        if (plugin is IFilter filter) Asking.Filter(filter, cluster, pod);
        if (plugin is IScore score) Asking.Score(score, cluster, pod);
    }

    internal static IPlugin[] Plugins(Cluster cluster) =>
    [
        new Scheduler.Plugins.NodeUnschedulable.NodeUnschedulable(),
        new Scheduler.Plugins.NodeName.NodeName(),
        new Scheduler.Plugins.TaintToleration.TaintToleration(Given.Context(cluster)),
        new Scheduler.Plugins.TaintToleration.TaintToleration(Given.Context(cluster, gates: "TaintTolerationComparisonOperators=true")),
        new Scheduler.Plugins.NodeAffinity.NodeAffinity(Given.Context(cluster)),
        new Scheduler.Plugins.NodePorts.NodePorts(),
        Fit(cluster, ScoringStrategyType.LeastAllocated),
        Fit(cluster, ScoringStrategyType.MostAllocated),
        Fit(cluster, ScoringStrategyType.RequestedToCapacityRatio),
        new Fitting(Given.Context(cluster)),
        new Balanced(Given.Context(cluster)),
        new Balanced(Given.Context(cluster, new NodeResourcesBalancedAllocationArgs { Resources = ManyResources })),
        new Scheduler.Plugins.ImageLocality.ImageLocality(Given.Context(cluster)),
        new Scheduler.Plugins.NodeDeclaredFeatures.NodeDeclaredFeatures(Given.Context(cluster)),
        new Scheduler.Plugins.NoOp.NoOp(),
    ];

    private static Fitting Fit(Cluster cluster, ScoringStrategyType type) => new(Given.Context(cluster, new NodeResourcesFitArgs
    {
        ScoringStrategy = new() { Type = type, Resources = ManyResources, Shape = [new(0, 10), new(30, 2), new(100, 7)] },
    }));
}
