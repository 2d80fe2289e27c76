using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Tests.Plugins;

namespace Scheduler.Tests.Core.Cache;

public class NodeSetCacheTests
{
    [Fact]
    public void Only_nodes_that_moved_are_asked_again()
    {
        Cluster cluster = Given.Cluster([.. Enumerable.Range(0, 100).Select(i => Given.Node($"n{i}"))]);
        NodeSetCache<string> cache = new(cluster.Nodes, NodeColumns.Labels, static (zone, node) => node.Labels["zone"] == zone);
        Assert.Equal(0, cache.Rows(1, "a").Count);
        Assert.Equal(100, cache.AskedCount);

        cluster.UpdateNode(Given.Node("n7", labels: ("zone", "a")));
        cluster.SetPod(Given.Pod("p", "n8"));
        Assert.Equal(7, cache.Rows(1, "a").First);
        Assert.Equal(101, cache.AskedCount);
    }

    [Fact]
    public void Nodes_that_go_leave_the_set_and_nodes_that_come_may_join_it()
    {
        Cluster cluster = Given.Cluster([Given.Node("n0", labels: ("zone", "a")), Given.Node("n1", labels: ("zone", "a"))]);
        NodeSetCache<string> cache = new(cluster.Nodes, NodeColumns.Labels, static (zone, node) => node.Labels["zone"] == zone);
        Assert.Equal(2, cache.Rows(1, "a").Count);
        cluster.RemoveNode("n0");
        Assert.Equal(1, cache.Rows(1, "a").Count);
        for (int i = 2; i < 200; i++) cluster.AddNode(Given.Node($"n{i}", labels: ("zone", i % 2 == 0 ? "a" : "b")));
        Assert.Equal(100, cache.Rows(1, "a").Count);
        Assert.Equal(99, cache.Rows(2, "b").Count);
    }

    [Fact]
    public void A_reader_that_fell_behind_the_log_starts_over()
    {
        Cluster cluster = Given.Cluster([Given.Node("n0"), Given.Node("n1")]);
        NodeSetCache<string> cache = new(cluster.Nodes, NodeColumns.Labels, static (zone, node) => node.Labels["zone"] == zone);
        Assert.True(cache.Rows(1, "a").IsEmpty);
        cluster.UpdateNode(Given.Node("n0", labels: ("zone", "a")));
        PodInfo pod = cluster.Prepare(Given.Pod("p"));
        for (int i = 0; i <= cluster.Nodes.Changes.Capacity / 2; i++)
        {
            cluster.AddPod(pod, "n1");
            cluster.RemovePod(pod.Key);
        }

        Assert.Equal(0, cache.Rows(1, "a").First);
    }
}
