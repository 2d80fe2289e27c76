using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <content>Some rows at a time, as kept answers ask after these rows moved: their columns are gathered, then the kernels of all rows work on them.</content>
public sealed partial class NodeResourcesFit
{
    private long[] gatheredHas = [];
    private long[] gatheredUsed = [];

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<Verdict> verdicts)
    {
        ReadOnlySpan<int> counts = nodes.PodCounts;
        ReadOnlySpan<long> places = nodes.AllocatablePods;
        for (int i = 0; i < rows.Length; i++)
            verdicts[i] = counts[rows[i]] + 1 > places[rows[i]] ? Verdict.Unschedulable(TooManyPods) : Verdict.Pass;
        foreach (ref readonly Demand demand in Demands)
        {
            ReadOnlySpan<long> allocatable = nodes.Allocatable(demand.Resource), requested = nodes.Requested(demand.Resource);
            for (int i = 0; i < rows.Length; i++)
            {
                long has = allocatable[rows[i]];
                if (demand.Amount <= has - requested[rows[i]] || (demand.IsDevice && has <= 0)) continue;
                ulong detail = verdicts[i].Detail | demand.Bit;
                bool evenIfEmpty = demand.Amount > has || verdicts[i].Code == StatusCode.UnschedulableAndUnresolvable;
                verdicts[i] = evenIfEmpty ? Verdict.Unresolvable(detail) : Verdict.Unschedulable(detail);
            }
        }
    }

    /// <inheritdoc/>
    public bool AllPass(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> counts = nodes.PodCounts;
        ReadOnlySpan<long> places = nodes.AllocatablePods;
        bool pass = true;
        foreach (int row in rows) pass &= counts[row] < places[row];
        foreach (ref readonly Demand demand in Demands)
        {
            if (!pass) return false;
            ReadOnlySpan<long> allocatable = nodes.Allocatable(demand.Resource), requested = nodes.Requested(demand.Resource);
            long amount = demand.Amount;
            foreach (int row in rows) pass &= amount <= allocatable[row] - requested[row];

            // Rare: rows that leave a missing device to others look like failures here. The verdicts tell them apart.
        }

        return pass;
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        if (gatheredHas.Length < rows.Length) (gatheredHas, gatheredUsed) = (new long[rows.Length * 2], new long[rows.Length * 2]);
        Span<long> has = gatheredHas.AsSpan(0, rows.Length), used = gatheredUsed.AsSpan(0, rows.Length);
        Span<long> sum = StartSums(rows.Length, out Span<long> weights);
        foreach (ref readonly ScoredResource resource in scored.AsSpan())
        {
            long wanted = pod.ScoreRequests[resource.Id];
            if (wanted == 0 && resource.IsScalar) continue;
            ColumnKernels.Gather(nodes.Allocatable(resource.Id), rows, has);
            ColumnKernels.Gather(Used(nodes, resource.Id), rows, used);
            Add(has, used, wanted, resource.Weight, sum, weights);
        }

        Finish(sum, weights, scores[..rows.Length]);
    }
}
