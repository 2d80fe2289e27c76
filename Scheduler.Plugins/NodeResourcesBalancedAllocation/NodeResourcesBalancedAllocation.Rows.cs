using System.Numerics;
using Scheduler.Core.Cache;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.NodeResourcesBalancedAllocation;

/// <content>Some rows at a time: their columns are gathered, then go by blocks as those of all rows do.</content>
public sealed partial class NodeResourcesBalancedAllocation
{
    private readonly long[][] gathered = [[], [], [], []];

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        int done = GoesByBlocks(pod) ? ScoreBlocks(pod, nodes, rows, scores) : 0;
        for (; done < rows.Length; done++) scores[done] = Score(pod, nodes[rows[done]]);
    }

    /// <summary>Scores as many rows as fill whole blocks; returns their number.</summary>
    private int ScoreBlocks(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        (int first, int second) = (resources[0].Id, resources[1].Id);
        ReadOnlySpan<long> allocatable0 = Gather(0, nodes.Allocatable(first), rows), used0 = Gather(1, nodes.Requested(first), rows);
        ReadOnlySpan<long> allocatable1 = Gather(2, nodes.Allocatable(second), rows), used1 = Gather(3, nodes.Requested(second), rows);
        long wanted0 = pod.OnNode[first], wanted1 = pod.OnNode[second];
        int i = 0;
        for (; i <= rows.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            bool scored = BalanceKernels.TryScoreBlock(allocatable0[i..], used0[i..], wanted0, allocatable1[i..], used1[i..], wanted1, scores[i..]);
            for (int k = i; !scored && k < i + Vector<long>.Count; k++) scores[k] = Score(pod, nodes[rows[k]]);
        }

        return i;
    }

    private ReadOnlySpan<long> Gather(int slot, ReadOnlySpan<long> column, ReadOnlySpan<int> rows)
    {
        if (gathered[slot].Length < rows.Length) gathered[slot] = new long[rows.Length * 2];
        ColumnKernels.Gather(column, rows, gathered[slot]);
        return gathered[slot].AsSpan(0, rows.Length);
    }
}
