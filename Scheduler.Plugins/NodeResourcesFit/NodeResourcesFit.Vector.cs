using System.Numerics;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <content>Columns: per demand two words of bits for 64 nodes; reasons are put together only for nodes that failed.</content>
public sealed partial class NodeResourcesFit
{
    // Words of the current pod: full, then exceeding and exceedingEmpty per demand.
    private ulong[] words = [];
    private long[] sums = [];
    private long[] weightSums = [];
    private long[] utilization = [];
    private long[] considered = [];

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        ReadOnlySpan<ulong> mask = feasible.Words;
        int wordCount = mask.Length;
        int needed = wordCount * (1 + (2 * demandCount));
        if (words.Length < needed) words = new ulong[needed];

        Span<ulong> full = words.AsSpan(0, wordCount);
        FitKernels.Full(mask, nodes.PodCounts, nodes.AllocatablePods, full);
        for (int d = 0; d < demandCount; d++)
        {
            ref readonly Demand demand = ref demands[d];
            Span<ulong> exceeding = Exceeding(d, wordCount);
            ReadOnlySpan<long> allocatable = nodes.Allocatable(demand.Resource);
            FitKernels.Exceeding(mask, allocatable, nodes.Requested(demand.Resource), demand.Amount, exceeding, ExceedingEmpty(d, wordCount));
            if (demand.IsDevice) ForgiveMissing(exceeding, allocatable);
        }

        for (int w = 0; w < wordCount; w++)
        {
            ulong failed = full[w];
            for (int d = 0; d < demandCount; d++) failed |= Exceeding(d, wordCount)[w];
            for (; failed != 0; failed &= failed - 1) Reject(feasible, rejections, w, BitOperations.TrailingZeroCount(failed), wordCount);
        }
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        Span<long> sum = StartSums(nodes.RowCount, out Span<long> weights);
        foreach (ref readonly ScoredResource resource in scored.AsSpan())
        {
            long wanted = pod.ScoreRequests[resource.Id];
            if (wanted == 0 && resource.IsScalar) continue;
            Add(nodes.Allocatable(resource.Id), Used(nodes, resource.Id), wanted, resource.Weight, sum, weights);
        }

        Finish(sum, weights, scores[..nodes.RowCount]);
    }

    private Span<long> StartSums(int rows, out Span<long> weights)
    {
        if (sums.Length < rows)
        {
            sums = new long[rows];
            weightSums = new long[rows];
        }

        weights = weightSums.AsSpan(0, rows);
        weights.Clear();
        Span<long> sum = sums.AsSpan(0, rows);
        sum.Clear();
        return sum;
    }

    private void Add(ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long wanted, long weight, Span<long> sum, Span<long> weights)
    {
        if (strategy == ScoringStrategyType.LeastAllocated) ShareKernels.Add<ShareKernels.Left>(allocatable, used, wanted, weight, sum, weights);
        else if (strategy == ScoringStrategyType.MostAllocated) ShareKernels.Add<ShareKernels.Taken>(allocatable, used, wanted, weight, sum, weights);
        else AddByUtilization(allocatable, used, wanted, weight, sum, weights);
    }

    private void Finish(ReadOnlySpan<long> sum, ReadOnlySpan<long> weights, Span<long> scores)
    {
        if (strategy == ScoringStrategyType.RequestedToCapacityRatio)
            for (int row = 0; row < sum.Length; row++) scores[row] = Mean(sum[row], weights[row]);
        else
            ShareKernels.Divide(sum, weights, scores);
    }

    private static ReadOnlySpan<long> Used(NodeTable nodes, int resource) => resource switch
    {
        ResourceNames.Cpu => nodes.NonZeroCpuMilli,
        ResourceNames.Memory => nodes.NonZeroMemoryBytes,
        _ => nodes.Requested(resource),
    };

    private static void ForgiveMissing(Span<ulong> exceeding, ReadOnlySpan<long> allocatable)
    {
        for (int w = 0; w < exceeding.Length; w++)
        {
            for (ulong rest = exceeding[w]; rest != 0; rest &= rest - 1)
                if (allocatable[(w << 6) + BitOperations.TrailingZeroCount(rest)] <= 0) exceeding[w] &= ~(rest & (~rest + 1));
        }
    }

    private Span<ulong> Exceeding(int demand, int wordCount) => words.AsSpan((1 + (2 * demand)) * wordCount, wordCount);

    private Span<ulong> ExceedingEmpty(int demand, int wordCount) => words.AsSpan((2 + (2 * demand)) * wordCount, wordCount);

    private void Reject(NodeSet feasible, RejectionWriter rejections, int word, int bit, int wordCount)
    {
        ulong detail = (words[word] >> bit) & TooManyPods;
        ulong evenIfEmpty = 0;
        for (int d = 0; d < demandCount; d++)
        {
            ulong exceeds = (Exceeding(d, wordCount)[word] >> bit) & 1;
            detail |= exceeds * demands[d].Bit;
            evenIfEmpty |= exceeds & (ExceedingEmpty(d, wordCount)[word] >> bit);
        }

        StatusCode code = evenIfEmpty != 0 ? StatusCode.UnschedulableAndUnresolvable : StatusCode.Unschedulable;
        rejections.Reject(feasible, (word << 6) + bit, code, detail);
    }

    private void AddByUtilization(
        ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long wanted, long weight, Span<long> sum, Span<long> weights)
    {
        if (utilization.Length < sum.Length)
        {
            utilization = new long[sum.Length];
            considered = new long[sum.Length];
        }

        Span<long> percent = utilization.AsSpan(0, sum.Length), counts = considered.AsSpan(0, sum.Length);
        percent.Clear();
        counts.Clear();
        ShareKernels.Add<ShareKernels.Utilization>(allocatable, used, wanted, 1, percent, counts);
        for (int row = 0; row < sum.Length; row++)
        {
            if (counts[row] == 0) continue;
            long score = ScoreAt(percent[row]);
            if (score <= 0) continue;
            sum[row] += score * weight;
            weights[row] += weight;
        }
    }
}
