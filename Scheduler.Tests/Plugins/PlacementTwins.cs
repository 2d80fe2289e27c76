using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Tests.Core.Cache.Counters;

namespace Scheduler.Tests.Plugins;

/// <summary>
/// Compares two instances of a plugin that counts placed pods: one that works everything out the obvious way and answers node by node, and one
/// that reads kept counts and answers for all nodes at once.
/// </summary>
public sealed class PlacementTwins<T>(RandomCluster world, Func<PluginContext, T> create, object? args)
    where T : class, IPreFilterExtensions, IVectorFilter, IPreScore, IVectorScore, IRangeNormalizer
{
    private readonly T obvious = create(new(world.Cluster, FeatureGates.Default, args, TimeProvider.System) { Plain = true });
    private readonly T fast = create(new(world.Cluster, FeatureGates.Default, args, TimeProvider.System));
    private readonly RejectionTable rejections = new();

    /// <summary>Nodes rejected so far: a test that rejects nothing shows nothing.</summary>
    public int RejectedCount { get; private set; }

    /// <summary>Nodes scored so far with something else than 0.</summary>
    public int ScoredCount { get; private set; }

    /// <summary>Asks both about a pod; fails with <paramref name="where"/> on the first difference.</summary>
    public void Compare(PodInfo pod, string where)
    {
        Cluster cluster = world.Cluster;
        PreFilterResult result = obvious.PreFilter(pod);
        Assert.True(result.Status.Code == fast.PreFilter(pod).Status.Code, $"{where}: PreFilter says {result.Status.Code}");
        NodeSet feasible = new();
        feasible.CopyFrom(cluster.Nodes.Live);
        if (!result.Status.IsSkip)
        {
            CompareTrials(pod, where);
            CompareFilters(pod, feasible, where);
            CompareTrials(pod, where);
        }

        // Scoring must not depend on what was filtered: take some nodes away at random.
        foreach (int row in feasible)
            if (world.OneIn(4)) feasible.Remove(row);
        if (!feasible.IsEmpty) CompareScores(pod, feasible, where);
    }

    private void CompareFilters(PodInfo pod, NodeSet feasible, string where)
    {
        rejections.Reset(world.Cluster.Nodes.RowCount);
        fast.Filter(pod, world.Cluster.Nodes, feasible, new(rejections, 0));
        foreach (int row in world.Cluster.Nodes.Live)
        {
            Verdict verdict = CompareRow(pod, row, where);
            Assert.True(verdict.IsPass == feasible.Contains(row), $"{where}: row {row} for all nodes at once");
            if (verdict.IsPass) continue;
            RejectedCount++;
            Assert.Equal((verdict.Code, verdict.Detail), (rejections.Code(row), rejections.Detail(row)));
        }
    }

    private Verdict CompareRow(PodInfo pod, int row, string where)
    {
        Verdict verdict = obvious.Filter(pod, world.Cluster.Nodes[row]);
        Verdict other = fast.Filter(pod, world.Cluster.Nodes[row]);
        Assert.True((verdict.Code, verdict.Detail) == (other.Code, other.Detail), $"{where}: row {row} is {verdict.Code} {verdict.Detail}, not {other.Code} {other.Detail}");
        return verdict;
    }

    // What preemption and nominated pods do: take pods away and put pods on a row, look at it, and undo all.
    private void CompareTrials(PodInfo pod, string where)
    {
        Cluster cluster = world.Cluster;
        int row = world.RandomRow();
        NodeView node = cluster.Nodes[row];
        PodInfo added = world.WaitingPod();
        PodInfo[] removed = [.. node.Pods.ToArray().Where(_ => world.OneIn(2))];
        foreach (PodInfo gone in removed)
        {
            cluster.TryWithout(gone);
            Tell(plugin => plugin.RemovePod(pod, gone, node));
            CompareRow(pod, row, $"{where}, without {gone}");
        }

        cluster.Try(added, row);
        Tell(plugin => plugin.AddPod(pod, added, node));
        CompareRow(pod, row, $"{where}, with {added}");
        cluster.TryWithout(added);
        Tell(plugin => plugin.RemovePod(pod, added, node));
        foreach (PodInfo back in removed.Reverse())
        {
            cluster.Try(back, row);
            Tell(plugin => plugin.AddPod(pod, back, node));
        }

        foreach (int any in cluster.Nodes.Live) CompareRow(pod, any, $"{where}, after a trial");
    }

    private void Tell(Action<T> change)
    {
        change(obvious);
        change(fast);
    }

    private void CompareScores(PodInfo pod, NodeSet feasible, string where)
    {
        Status status = obvious.PreScore(pod, feasible);
        Assert.True(status.Code == fast.PreScore(pod, feasible).Code, $"{where}: PreScore says {status.Code}");
        if (!status.IsSuccess) return;
        long[] scores = new long[world.Cluster.Nodes.RowCount];
        fast.Score(pod, world.Cluster.Nodes, feasible, scores);
        foreach (int row in feasible)
        {
            long expected = obvious.Score(pod, world.Cluster.Nodes[row]);
            if (expected != 0) ScoredCount++;
            Assert.True(expected == scores[row], $"{where}: row {row} scores {expected}, at once {scores[row]}");
            Assert.Equal(expected, fast.Score(pod, world.Cluster.Nodes[row]));
            Assert.Equal(obvious.Excluded?.Contains(row) ?? false, fast.Excluded?.Contains(row) ?? false);
        }
    }
}
