using System.Numerics;
using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.InterPodAffinity;

/// <content>The same answers for all nodes at once, over domain ids.</content>
public sealed partial class InterPodAffinity
{
    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        bool isFirst = plan.Affinity.Length > 0 && IsFirstOfGroup();
        for (int i = 0; i < plan.Affinity.Length; i++) KeepWith(plan.Affinity[i].Column, affinity[i].Table, isFirst, feasible, rejections);
        for (int i = 0; i < plan.AntiAffinity.Length; i++) RejectWith(plan.AntiAffinity[i].Column, antiAffinity[i].Table, AntiAffinityRules, feasible, rejections);
        for (int i = 0; i < existingCount; i++) RejectWith(existing[i].Column, existing[i].Table, ExistingRules, feasible, rejections);
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        foreach (int row in feasible) scores[row] = 0;
        for (int i = 0; i < domainScoreCount; i++)
        {
            long[] sums = domainScores[i].Sums;
            ReadOnlySpan<int> domains = domainScores[i].Column.ByRow;
            foreach (int row in feasible)
                if (domains[row] >= 0) scores[row] += sums[domains[row]];
        }
    }

    /// <summary>Rejects nodes without the key, and those of domains without a matching pod unless the pod is the first of its group.</summary>
    private static void KeepWith(LabelColumn column, DomainTable table, bool isFirst, NodeSet feasible, RejectionWriter rejections)
    {
        ReadOnlySpan<int> domains = column.ByRow;
        ReadOnlySpan<int> counts = table.Counts;
        Span<ulong> words = feasible.Words;
        for (int w = 0; w < words.Length; w++)
        {
            for (ulong rest = words[w]; rest != 0; rest &= rest - 1)
            {
                int row = (w << 6) + BitOperations.TrailingZeroCount(rest);
                int domain = domains[row];
                if (domain < 0 || (!isFirst && counts[domain] <= 0))
                    rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable, AffinityRules);
            }
        }
    }

    /// <summary>Rejects nodes of domains with a matching pod.</summary>
    private static void RejectWith(LabelColumn column, DomainTable table, ulong detail, NodeSet feasible, RejectionWriter rejections)
    {
        if (table.Total == 0) return;
        ReadOnlySpan<int> domains = column.ByRow;
        ReadOnlySpan<int> counts = table.Counts;
        Span<ulong> words = feasible.Words;
        for (int w = 0; w < words.Length; w++)
        {
            for (ulong rest = words[w]; rest != 0; rest &= rest - 1)
            {
                int row = (w << 6) + BitOperations.TrailingZeroCount(rest);
                int domain = domains[row];
                if (domain >= 0 && counts[domain] > 0) rejections.Reject(feasible, row, StatusCode.Unschedulable, detail);
            }
        }
    }
}
