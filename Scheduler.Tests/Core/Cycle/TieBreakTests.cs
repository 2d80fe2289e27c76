using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cycle;

public sealed class TieBreakTests
{
    [Fact]
    public void The_hash_of_a_text_is_fixed_for_ever()
    {
        Assert.Equal(StableHash.Of(1, "node-1"), StableHash.Of(1, "node-1"));
        Assert.NotEqual(StableHash.Of(1, "node-1"), StableHash.Of(2, "node-1"));
        Assert.Equal(0x2EEC431E9ECCFA5CUL, StableHash.Of(0, "default/web-1"));
    }

    [Fact]
    public void By_name_the_smallest_wins()
    {
        Cluster cluster = Nodes("b", "a", "c");
        Assert.Equal("a", Choose(new SmallestName(), cluster, "p"));
    }

    [Fact]
    public void Nodes_that_are_not_chosen_may_go_without_changing_the_choice()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"node-{i}")];
        for (int pod = 0; pod < 20; pod++)
        {
            string chosen = Choose(new SeededRing(3), Nodes(names), $"p{pod}");
            string[] fewer = [.. names.Where((name, i) => name == chosen || i % 3 == 0)];
            Assert.Equal(chosen, Choose(new SeededRing(3), Nodes(fewer), $"p{pod}"));
        }
    }

    [Fact]
    public void The_ring_uses_all_nodes()
    {
        Cluster cluster = Nodes([.. Enumerable.Range(0, 8).Select(i => $"node-{i}")]);
        SeededRing ring = new(1);
        HashSet<string> chosen = [.. Enumerable.Range(0, 400).Select(pod => Choose(ring, cluster, $"p{pod}"))];
        Assert.Equal(8, chosen.Count);
    }

    private static string Choose(TieBreak tieBreak, Cluster cluster, string pod)
    {
        PodInfo info = cluster.Prepare(new Pod { Metadata = new() { Namespace = "default", Name = pod } });
        return cluster.Nodes.Name(tieBreak.Choose(info, cluster.Nodes.Live, cluster.Nodes));
    }

    private static Cluster Nodes(params string[] names)
    {
        Cluster cluster = new();
        foreach (string name in names) cluster.AddNode(new Node { Metadata = new() { Name = name } });
        return cluster;
    }
}
