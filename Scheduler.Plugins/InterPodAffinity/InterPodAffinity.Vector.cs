using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.InterPodAffinity;

/// <content>The same answers for all nodes at once, over domain ids.</content>
public sealed partial class InterPodAffinity
{
    private readonly NodeSet found = new();

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        found.Resize(nodes.RowCount);
        bool isFirst = plan.Affinity.Length > 0 && IsFirstOfGroup();
        for (int i = 0; i < plan.Affinity.Length; i++)
        {
            // The first pod of a group needs the key alone.
            if (!isFirst) plan.Affinity[i].Column.FindRowsAbove(affinity[i].Table.Counts, 0, found);
            rejections.RejectOutside(
                feasible, isFirst ? plan.Affinity[i].WithKey(cluster.Counters) : found, StatusCode.UnschedulableAndUnresolvable, AffinityRules);
        }

        for (int i = 0; i < plan.AntiAffinity.Length; i++) RejectWith(antiAffinity[i], AntiAffinityRules, feasible, rejections);
        for (int i = 0; i < existingCount; i++) RejectWith(existing[i], ExistingRules, feasible, rejections);
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        if (!plain) AddUpSources();
        scores[..nodes.RowCount].Clear();
        for (int i = 0; i < domainScoreCount; i++)
            DomainKernels.AddByDomain<long>(domainScores[i].Column.ByRow[..nodes.RowCount], domainScores[i].Sums, scores[..nodes.RowCount]);

        // Sums per domain serve one pass; single nodes are answered from what they were added up from.
        if (!plain) domainScoreCount = 0;
    }

    /// <summary>Rejects the nodes of domains with a matching pod.</summary>
    private void RejectWith(TrialCounts counts, ulong detail, NodeSet feasible, RejectionWriter rejections)
    {
        if (counts.Table.Total == 0) return;
        counts.Column.FindRowsAbove(counts.Table.Counts, 0, found);
        rejections.RejectInside(feasible, found, StatusCode.Unschedulable, detail);
    }
}
