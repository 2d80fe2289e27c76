using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.PodTopologySpread;

/// <content>The same answers for groups of nodes: a node matters by its domains, and by its own count where the key is the host name.</content>
public sealed partial class PodTopologySpread
{
    /// <inheritdoc/>
    public bool Group(PodInfo pod, NodeGrouping by)
    {
        if (plans.Of(pod) is not { } plan) return true;
        for (int i = 0; i < plan.Hard.Length; i++) by.ByCount(plan.Hard[i].Column, plan.Hard[i].Counts(cluster.Counters));
        foreach (PlannedConstraint planned in plan.Soft)
        {
            // Of other keys the number of domains counts too, so domains must be told apart.
            if (planned.IsHostname) by.ByRow(planned.Column, planned.Counter(cluster.Counters).Rows);
            else if (!by.ByDomain(planned.Column)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, FeasibleGroups feasible)
    {
        if (BeginScoring(pod, out SpreadPlan? plan) is { IsSuccess: false } ended) return ended;
        IncludedNodes withKeys = cluster.Counters.Included(plan!.SoftKeys);
        withKeys.Refresh();
        ignored.Resize(cluster.Nodes.RowCount);
        ignored.Clear();
        int ignoredCount = 0;
        foreach (NodeGroup group in feasible.Groups)
        {
            if (withKeys.Rows.Contains(group.Row)) continue;
            ignored.Add(group.Row);
            ignoredCount += group.Count;
        }

        anyIgnored = ignoredCount > 0;
        for (int i = 0; i < soft.Length; i++)
        {
            weights[i] = log[(soft[i].IsHostname ? feasible.NodeCount - ignoredCount : CountDomains(soft[i], feasible)) + 2];
            if (!soft[i].IsHostname) softCounts[i].Borrow(soft[i].Column, soft[i].Counts(cluster.Counters));
        }

        return Status.Success;
    }

    /// <summary>As for single nodes: a missing label is the empty value.</summary>
    private int CountDomains(PlannedConstraint planned, FeasibleGroups feasible)
    {
        LabelColumn column = planned.Column;
        int missing = column.IdOf("") is var empty and >= 0 ? empty : column.ValueCount;
        StartRound(column.ValueCount);
        int found = 0;
        foreach (NodeGroup group in feasible.Groups)
        {
            if (anyIgnored && ignored.Contains(group.Row)) continue;
            int domain = column[group.Row] < 0 ? missing : column[group.Row];
            if (seenInRound[domain] == round) continue;
            seenInRound[domain] = round;
            found++;
        }

        return found;
    }
}
