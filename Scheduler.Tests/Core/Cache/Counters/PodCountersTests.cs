using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cache.Counters;

public sealed class PodCountersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Counts_kept_by_plus_and_minus_one_equal_counts_taken_anew(int seed)
    {
        RandomCluster world = new(seed);
        Cluster cluster = world.Cluster;
        if (seed % 2 == 0) cluster.Counters.CounterMax = 8;
        List<DomainCounts> kept = [];
        for (int step = 0; step < 600; step++)
        {
            world.Step();
            if (step % 7 == 0) kept.Add(NewCounts(world));
            kept.RemoveAll(counts => counts.IsDropped);
            if (step % 5 != 0) continue;
            foreach (DomainCounts counts in kept)
            {
                cluster.Counters.Use(counts.Pods);
                counts.Refresh();
                AssertEqualToNew(cluster, counts, $"seed {seed}, step {step}");
            }
        }

        Assert.NotEmpty(kept);
    }

    [Fact]
    public void What_is_only_tried_is_not_counted()
    {
        RandomCluster world = new(5);
        Cluster cluster = world.Cluster;
        PodCounter counter = cluster.Counters.Of(new SelectedPods(cluster.NamespaceId("default"), Selector.Everything));
        int row = world.RandomRow();
        int before = counter[row];
        PodInfo pod = cluster.Prepare(new() { Metadata = new() { Name = "x", Namespace = "default", Labels = StringMap.Of(("new", "label")) } });

        cluster.Try(pod, row);
        Assert.Equal(before, counter[row]);
        cluster.TryWithout(pod);
        Assert.Equal(before, counter[row]);

        cluster.AddPod(pod, cluster.Nodes.Name(row));
        Assert.Equal(before + 1, counter[row]);
    }

    [Fact]
    public void Counts_are_taken_anew_where_the_log_of_changes_was_too_short()
    {
        RandomCluster world = new(6);
        DomainCounts counts = NewCounts(world);
        for (int i = 0; i < 20; i++) world.Step();
        Node node = world.Cluster.Nodes.Node(world.RandomRow());
        for (int i = 0; i <= world.Cluster.Nodes.ShapeChanges.Capacity; i++)
        {
            StringMap labels = node.Metadata.Labels.With(RandomCluster.Zone, i % 2 == 0 ? "a" : "b");
            world.Cluster.UpdateNode(node with { Metadata = node.Metadata with { Labels = labels } });
        }

        world.Cluster.Counters.Use(counts.Pods);
        counts.Refresh();
        AssertEqualToNew(world.Cluster, counts, "after the log overflowed");
    }

    private static DomainCounts NewCounts(RandomCluster world)
    {
        Cluster cluster = world.Cluster;
        PodInfo waiting = world.WaitingPod();
        NodeInclusion inclusion = world.Next(3) switch
        {
            0 => NodeInclusion.All,
            1 => new(RandomCluster.Zone, waiting.Spec.NodeAffinity, waiting.Spec.Tolerations, false),
            _ => new($"{RandomCluster.Zone}\n{RandomCluster.Rack}", null, waiting.Spec.Tolerations, false),
        };
        PodQuestion question = waiting.Affinity.RequiredAffinity.Length > 0
            ? new PodsOfTerms(waiting.Affinity.RequiredAffinity)
            : new SelectedPods(waiting.NamespaceId, Selector.Parse(world.MakeSelector(), out _)!);
        string key = world.Pick(RandomCluster.Zone, RandomCluster.Host, RandomCluster.Rack);
        return cluster.Counters.Of(question).By(cluster.Counters.Rows(cluster.Nodes.LabelColumn(key), inclusion));
    }

    private static PodClass ClassOf(Cluster cluster, PodInfo pod) => cluster.Pods.ClassesOf(pod.NamespaceId).Single(pods => pods.LabelSetId == pod.LabelSetId);

    private static void AssertEqualToNew(Cluster cluster, DomainCounts counts, string where)
    {
        Dictionary<int, int> expected = [];
        for (int row = 0; row < cluster.Nodes.RowCount; row++)
        {
            int pods = 0;
            foreach (PodInfo pod in cluster.Nodes.Pods(row))
                if (counts.Pods.Question.Matches(ClassOf(cluster, pod), cluster.Namespaces) && !(pod.IsTerminating && counts.Pods.Question.SkipsTerminating)) pods++;
            Assert.True(pods == counts.Pods[row], $"{where}: row {row} has {pods} pods, counted {counts.Pods[row]}");
            if (!cluster.Nodes.Live.Contains(row) || !counts.Rows.Included.Inclusion.Includes(cluster.Nodes[row]) || counts.Rows.Column[row] < 0) continue;
            expected[counts.Rows.Column[row]] = expected.GetValueOrDefault(counts.Rows.Column[row]) + pods;
        }

        for (int domain = 0; domain < counts.Rows.Column.ValueCount; domain++)
        {
            Assert.True(expected.GetValueOrDefault(domain) == counts.Table[domain], $"{where}: domain {domain}");
            Assert.Equal(expected.ContainsKey(domain), counts.Table.HasDomain(domain));
        }

        Assert.Equal(expected.Count, counts.Table.DomainCount);
        Assert.Equal(expected.Values.Sum(), counts.Table.Total);
        Assert.Equal(expected.Values.DefaultIfEmpty(int.MaxValue).Min(), counts.Table.Smallest);
    }
}
