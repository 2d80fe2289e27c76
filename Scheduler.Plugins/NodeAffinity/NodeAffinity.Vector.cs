using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.NodeAffinity;

/// <content>A kept set of nodes per distinct demand and per distinct preferred term.</content>
public sealed partial class NodeAffinity
{
    private readonly NodeSetCache<RequiredNodeAffinity> demanded;
    private readonly NodeSetCache<NodeSelectorTermMatcher> preferred;

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        const StatusCode code = StatusCode.UnschedulableAndUnresolvable;
        if (!addedRequired.MatchesEverything) rejections.RejectOutside(feasible, demanded.Rows(addedRequired.Id, addedRequired), code, OutsideAdded);

        RequiredNodeAffinity own = pod.Spec.NodeAffinity;
        if (own.MatchesEverything) return;
        if (own.Required?.NodeNames is null)
        {
            rejections.RejectOutside(feasible, demanded.Rows(own.Id, own), code, OutsidePods);
            return;
        }

        // Pods pinned to nodes by name: each has a demand of its own and few nodes left, so keeping a set would cost more than it saves.
        foreach (int row in feasible)
            if (!own.Matches(nodes[row])) rejections.Reject(feasible, row, code, OutsidePods);
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        scores = scores[..nodes.RowCount];
        scores.Clear();
        Add(addedPreferred, scores);
        Add(pod.Spec.PreferredNodeAffinity, scores);
    }

    private void Add(PreferredNodeAffinity preferences, Span<long> scores)
    {
        foreach (WeightedNodeTerm preference in preferences.Terms)
            ColumnKernels.AddWhere(preferred.Rows(preference.Term.Id, preference.Term).Words, preference.Weight, scores);
    }
}
