using System.Numerics;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.NodeResourcesBalancedAllocation;

/// <summary>Prefers nodes whose resources become more evenly taken by the pod (docs/semantics.md 3.7).</summary>
public sealed partial class NodeResourcesBalancedAllocation : IPreScore, IVectorScore, IRowsScore
{
    private readonly ScoredResource[] resources;

    public NodeResourcesBalancedAllocation(PluginContext context)
    {
        NodeResourcesBalancedAllocationArgs args = context.Args as NodeResourcesBalancedAllocationArgs ?? new();
        resources = ScoredResource.Resolve(args.Resources, context.Cluster.Resources);
    }

    /// <inheritdoc/>
    public string Name => "NodeResourcesBalancedAllocation";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Requests;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Allocatable | NodeColumns.Requested;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible)
    {
        foreach (ref readonly ScoredResource resource in resources.AsSpan())
            if (pod.OnNode[resource.Id] != 0) return Status.Success;
        return Status.Skip;
    }

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        Span<double> with = stackalloc double[resources.Length];
        Span<double> without = stackalloc double[resources.Length];
        int count = 0;
        foreach (ref readonly ScoredResource resource in resources.AsSpan())
        {
            long wanted = pod.OnNode[resource.Id];
            long allocatable = node.Allocatable(resource.Id);
            if ((wanted == 0 && resource.IsScalar) || allocatable == 0) continue;
            long used = node.Requested(resource.Id);
            with[count] = BalanceKernels.Fraction(used + wanted, allocatable);
            without[count++] = BalanceKernels.Fraction(used, allocatable);
        }

        return BalanceKernels.Score(BalanceKernels.Balance(with[..count]), BalanceKernels.Balance(without[..count]));
    }

    /// <summary>Two resources that count for this pod, as nearly always, go by blocks of rows; anything else row by row.</summary>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        if (!GoesByBlocks(pod))
        {
            foreach (int row in feasible) scores[row] = Score(pod, nodes[row]);
            return;
        }

        (int first, int second) = (resources[0].Id, resources[1].Id);
        ReadOnlySpan<long> allocatable0 = nodes.Allocatable(first), used0 = nodes.Requested(first);
        ReadOnlySpan<long> allocatable1 = nodes.Allocatable(second), used1 = nodes.Requested(second);
        long wanted0 = pod.OnNode[first], wanted1 = pod.OnNode[second];
        int row0 = 0;
        for (; row0 <= nodes.RowCount - Vector<long>.Count; row0 += Vector<long>.Count)
        {
            bool done = BalanceKernels.TryScoreBlock(
                allocatable0[row0..], used0[row0..], wanted0, allocatable1[row0..], used1[row0..], wanted1, scores[row0..]);
            if (!done) ScoreRows(pod, nodes, feasible, row0, row0 + Vector<long>.Count, scores);
        }

        ScoreRows(pod, nodes, feasible, row0, nodes.RowCount, scores);
    }

    private bool GoesByBlocks(PodInfo pod) =>
        Vector.IsHardwareAccelerated && resources.Length == 2 && !Ignores(pod, resources[0]) && !Ignores(pod, resources[1]);

    private static bool Ignores(PodInfo pod, ScoredResource resource) => resource.IsScalar && pod.OnNode[resource.Id] == 0;

    private void ScoreRows(PodInfo pod, NodeTable nodes, NodeSet feasible, int from, int to, Span<long> scores)
    {
        for (int row = from; row < to; row++)
            if (feasible.Contains(row)) scores[row] = Score(pod, nodes[row]);
    }
}
