using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <content>How full would the node be?</content>
public sealed partial class NodeResourcesFit
{
    private readonly ScoringStrategyType strategy;
    private readonly ScoredResource[] scored;
    private readonly UtilizationShapePoint[] shape;
    private readonly long[] scoreByUtilization;

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible) => Status.Success;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        long sum = 0, weights = 0;
        foreach (ref readonly ScoredResource resource in scored.AsSpan())
        {
            long wanted = pod.ScoreRequests[resource.Id];
            if (wanted == 0 && resource.IsScalar) continue;
            long allocatable = node.Allocatable(resource.Id);
            if (allocatable == 0) continue;
            long score = ScoreOf(Used(node, resource.Id) + wanted, allocatable);

            // A peculiarity of the ratio: resources that score nothing leave the mean.
            if (score <= 0 && strategy == ScoringStrategyType.RequestedToCapacityRatio) continue;
            sum += score * resource.Weight;
            weights += resource.Weight;
        }

        return Mean(sum, weights);
    }

    private static long Used(NodeView node, int resource) => resource switch
    {
        ResourceNames.Cpu => node.NonZeroCpuMilli,
        ResourceNames.Memory => node.NonZeroMemoryBytes,
        _ => node.Requested(resource),
    };

    private long ScoreOf(long requested, long allocatable) => strategy switch
    {
        ScoringStrategyType.LeastAllocated => requested > allocatable ? 0 : (allocatable - requested) * 100 / allocatable,
        ScoringStrategyType.MostAllocated => Math.Min(requested, allocatable) * 100 / allocatable,
        _ => ScoreAt(requested > allocatable ? 100 : requested * 100 / allocatable),
    };

    // Amounts whose hundredfold exceeds int64 give percentages from nowhere; the line goes on straight there.
    private long ScoreAt(long percent) =>
        (ulong)percent < (ulong)scoreByUtilization.Length ? scoreByUtilization[percent] : UtilizationShape.At(shape, percent);

    private long Mean(long sum, long weights)
    {
        if (weights == 0) return 0;
        return strategy == ScoringStrategyType.RequestedToCapacityRatio
            ? (long)Math.Round((double)sum / weights, MidpointRounding.AwayFromZero)
            : sum / weights;
    }
}
