using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Cycle.Incremental;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cycle.Incremental;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(700)]
    public void A_pod_starts_at_the_first_key_that_is_not_smaller(int nodes)
    {
        Cluster cluster = new();
        for (int i = 0; i < nodes; i++) cluster.AddNode(new() { Metadata = new() { Name = $"n{i}" } });
        SeededRing ring = new(3);
        RowOrder order = new(cluster.Nodes, ring);
        order.Refresh();
        ulong[] keys = [.. Enumerable.Range(0, nodes).Select(i => ring.KeyOf($"n{i}")).Order()];
        for (int i = 0; i < 500; i++)
        {
            PodInfo pod = cluster.Prepare(new Pod { Metadata = new() { Name = $"p{i}" } });
            Assert.Equal(keys.Count(key => key < ring.StartOf(pod)), order.StartOf(pod));
        }
    }

    [Fact]
    public void Names_order_nodes_where_the_rule_has_no_keys()
    {
        Cluster cluster = new();
        foreach (string name in (string[])["c", "a", "b"]) cluster.AddNode(new() { Metadata = new() { Name = name } });
        RowOrder order = new(cluster.Nodes, new SmallestName());
        order.Refresh();
        Assert.Equal(["a", "b", "c"], order.Rows.ToArray().Select(cluster.Nodes.Name));
        Assert.Equal(0, order.StartOf(cluster.Prepare(new Pod { Metadata = new() { Name = "p" } })));
    }
}
