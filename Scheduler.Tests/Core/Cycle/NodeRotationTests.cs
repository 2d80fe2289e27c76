using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle;

/// <summary>percentageOfNodesToScore: how many nodes are enough, in which order they are visited, and where the next pod goes on.</summary>
public sealed class NodeRotationTests
{
    [Theory]
    [InlineData(99, 0, 99)]
    [InlineData(99, 10, 99)]
    [InlineData(100, 10, 100)]
    [InlineData(1000, 10, 100)]
    [InlineData(1000, 30, 300)]
    [InlineData(5000, 0, 500)]
    [InlineData(10_000, 0, 500)]
    [InlineData(5000, 100, 5000)]
    [InlineData(125, 0, 100)]
    public void Enough_is_a_share_but_at_least_a_hundred(int considered, int percentage, int wanted) =>
        Assert.Equal(wanted, NodeRotation.Wanted(considered, percentage));

    [Fact]
    public void A_search_ends_when_it_has_enough_and_the_next_goes_on_behind_it()
    {
        Cluster cluster = Zones(300);
        SchedulingEngine engine = Engine(cluster, percentage: 40);
        string[] first = Feasible(engine, cluster, "p1"), second = Feasible(engine, cluster, "p2"), third = Feasible(engine, cluster, "p3");
        Assert.Equal(120, first.Length);
        Assert.Equal(120, second.Length);
        Assert.Empty(first.Intersect(second));

        // 60 nodes were left, then it begins anew.
        Assert.Equal(60, third.Except(first).Except(second).Count());
    }

    [Fact]
    public void Zones_take_turns()
    {
        Cluster cluster = Zones(300);
        string[] feasible = Feasible(Engine(cluster, percentage: 40), cluster, "p1");
        Assert.Equal([40, 40, 40], feasible.GroupBy(name => name[0]).Select(zone => zone.Count()));
    }

    [Fact]
    public void Both_engines_visit_the_same_nodes()
    {
        Cluster cluster = Zones(300);
        SchedulingEngine plain = Engine(cluster, 35, EngineKind.Plain), vector = Engine(cluster, 35);
        for (int i = 0; i < 10; i++) Assert.Equal(Feasible(plain, cluster, $"p{i}"), Feasible(vector, cluster, $"p{i}"));
    }

    [Fact]
    public void By_default_all_nodes_are_looked_at()
    {
        Cluster cluster = Zones(300);
        Assert.Equal(300, Feasible(Engine(cluster, SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).PercentageOfNodesToScore), cluster, "p").Length);
    }

    private static string[] Feasible(SchedulingEngine engine, Cluster cluster, string name)
    {
        engine.Decide(cluster.Prepare(new Pod { Metadata = new() { Namespace = "default", Name = name, Uid = name } }));
        return engine.Explain().Feasible;
    }

    private static SchedulingEngine Engine(Cluster cluster, int percentage, EngineKind kind = EngineKind.Vector) => new(
        cluster,
        SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles,
        DefaultPlugins.Catalog,
        FeatureGates.Default,
        new() { PercentageOfNodesToScore = percentage, Engine = kind, Explain = true },
        TimeProvider.System);

    /// <summary>Nodes of zones a, b and c, one zone after the other.</summary>
    private static Cluster Zones(int nodes)
    {
        Cluster cluster = new();
        for (int i = 0; i < nodes; i++)
        {
            string zone = "abc"[i * 3 / nodes].ToString();
            cluster.AddNode(new Node
            {
                Metadata = new() { Name = $"{zone}{i:d3}", Labels = StringMap.Of(("topology.kubernetes.io/zone", zone)) },
                Allocatable = ResourceList.From([new("pods", Quantity.FromUnits(10))]),
            });
        }

        return cluster;
    }
}
