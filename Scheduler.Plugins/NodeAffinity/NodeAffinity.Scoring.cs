using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeAffinity;

/// <content>The preferences.</content>
public sealed partial class NodeAffinity
{
    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible)
    {
        PreferredNodeAffinity own = pod.Spec.PreferredNodeAffinity;
        if (!own.IsWritten && !prefersAdded) return Status.Skip;
        return own.Error is null ? Status.Success : Status.Error(own.Error);
    }

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node) => Sum(addedPreferred, node) + Sum(pod.Spec.PreferredNodeAffinity, node);

    /// <inheritdoc/>
    public long Normalize(long raw, long min, long max) => DefaultNormalization.Scale(raw, max);

    private static long Sum(PreferredNodeAffinity preferences, NodeView node)
    {
        long sum = 0;
        foreach (WeightedNodeTerm preference in preferences.Terms)
            if (preference.Term.Matches(node.Labels, node.Name)) sum += preference.Weight;
        return sum;
    }
}
