using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.NodeAffinity;
using Plugin = Scheduler.Plugins.NodeAffinity.NodeAffinity;

namespace Scheduler.Tests.Plugins.NodeAffinity;

public class NodeAffinityHintsTests
{
    [Theory]
    [InlineData(null, "ssd", "a", true)]
    [InlineData(null, "hdd", "a", false)]
    [InlineData(null, "ssd", "b", false)]
    [InlineData("hdd", "ssd", "a", true)]
    [InlineData("ssd", "ssd", "a", false)]
    [InlineData("ssd", "hdd", "a", false)]
    public void A_node_helps_when_it_begins_to_meet_the_demands_of_pod_and_profile(string? diskBefore, string disk, string pool, bool queues)
    {
        Cluster cluster = new();
        NodeAffinityArgs args = new()
        {
            AddedAffinity = new() { Required = new([new() { MatchExpressions = [new("pool", "In", ["a"])] }]) },
        };
        Pod pod = Given.Pod("p");
        PodInfo waiting = cluster.Prepare(pod with { Spec = pod.Spec with { NodeSelector = StringMap.Of(("disk", "ssd")) } });
        Node now = Hinting.NodeWith("n", ("disk", disk), ("pool", pool));
        ClusterEvent happened = diskBefore is null
            ? Hinting.Added(now)
            : Hinting.Updated(Hinting.NodeWith("n", ("disk", diskBefore), ("pool", pool)), now, EventAction.UpdateNodeLabel);
        Assert.Equal(queues, new Plugin(Given.Context(cluster, args)).Queues(waiting, happened));
    }

    [Fact]
    public void A_pod_without_demands_of_its_own_waits_for_the_profiles()
    {
        Cluster cluster = new();
        NodeAffinityArgs args = new()
        {
            AddedAffinity = new() { Required = new([new() { MatchExpressions = [new("pool", "In", ["a"])] }]) },
        };
        Plugin plugin = new(Given.Context(cluster, args));
        PodInfo waiting = cluster.Prepare(Given.Pod("p"));
        Node inside = Hinting.NodeWith("n", ("pool", "a"));
        Node outside = Hinting.NodeWith("n", ("pool", "b"));
        Assert.True(plugin.Queues(waiting, Hinting.Updated(outside, inside, EventAction.UpdateNodeLabel)));
        Assert.False(plugin.Queues(waiting, Hinting.Updated(inside, outside, EventAction.UpdateNodeLabel)));
    }
}
