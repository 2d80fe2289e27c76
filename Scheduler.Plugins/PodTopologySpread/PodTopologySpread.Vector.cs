using System.Numerics;
using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.PodTopologySpread;

/// <content>The same answers for all nodes at once, over domain ids and kept counts.</content>
public sealed partial class PodTopologySpread
{
    private double[] sums = [];
    private double[] ofDomain = [];
    private int[] seenInRound = [];
    private int round;

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        for (int i = 0; i < hard.Length; i++)
        {
            // A domain is too full where count + self - smallest > maxSkew. The smallest may be 2^31-1: the limit is 64-bit, then brought into int.
            long limit = hard[i].Constraint.MaxSkew - hard[i].SelfMatch + smallest[i];
            RejectAbove((int)Math.Clamp(limit, int.MinValue, int.MaxValue), hardCounts[i].Table.Counts, hard[i].Column.ByRow, feasible, rejections);
        }
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        if (sums.Length < nodes.RowCount) sums = new double[Math.Max(nodes.RowCount, sums.Length * 2)];
        Span<double> rowSums = sums.AsSpan(0, nodes.RowCount);
        rowSums.Clear();
        for (int i = 0; i < soft.Length; i++)
        {
            if (soft[i].IsHostname) AddOfRows(i, feasible, rowSums);
            else AddOfDomains(i, feasible, rowSums);
        }

        foreach (int row in feasible) scores[row] = Round(rowSums[row]);
        if (!anyIgnored) return;
        foreach (int row in ignored) scores[row] = 0;
    }

    private static void RejectAbove(int limit, ReadOnlySpan<int> counts, ReadOnlySpan<int> domains, NodeSet feasible, RejectionWriter rejections)
    {
        Span<ulong> words = feasible.Words;
        for (int w = 0; w < words.Length; w++)
        {
            for (ulong rest = words[w]; rest != 0; rest &= rest - 1)
            {
                int row = (w << 6) + BitOperations.TrailingZeroCount(rest);
                int domain = domains[row];
                if (domain < 0) rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable, MissingLabel);
                else if (((uint)domain < (uint)counts.Length ? counts[domain] : 0) > limit) rejections.Reject(feasible, row, StatusCode.Unschedulable, TooUneven);
            }
        }
    }

    private void AddOfRows(int i, NodeSet feasible, Span<double> rowSums)
    {
        ReadOnlySpan<int> counts = soft[i].Counter(cluster.Counters).ByRow;
        ReadOnlySpan<int> domains = soft[i].Column.ByRow;
        (double weight, double constant) = (weights[i], soft[i].Constraint.MaxSkew - 1);
        foreach (int row in feasible)
            if (domains[row] >= 0) rowSums[row] += (counts[row] * weight) + constant;
    }

    private void AddOfDomains(int i, NodeSet feasible, Span<double> rowSums)
    {
        ReadOnlySpan<int> counts = softCounts[i].Table.Counts;
        ReadOnlySpan<int> domains = soft[i].Column.ByRow;
        if (ofDomain.Length < soft[i].Column.ValueCount) ofDomain = new double[Math.Max(soft[i].Column.ValueCount, ofDomain.Length * 2)];
        for (int domain = 0; domain < soft[i].Column.ValueCount; domain++)
            ofDomain[domain] = (counts[domain] * weights[i]) + (soft[i].Constraint.MaxSkew - 1);
        foreach (int row in feasible)
            if (domains[row] >= 0) rowSums[row] += ofDomain[domains[row]];
    }

    private void Prepare(SpreadPlan plan, NodeSet feasible)
    {
        IncludedNodes withKeys = cluster.Counters.Included(plan.SoftKeys);
        withKeys.Refresh();
        ignored.CopyFrom(feasible);
        ignored.AndNot(withKeys.Rows);
        anyIgnored = !ignored.IsEmpty;
        for (int i = 0; i < soft.Length; i++)
        {
            weights[i] = log[(soft[i].IsHostname ? feasible.Count - ignored.Count : CountDomains(soft[i], feasible)) + 2];
            if (!soft[i].IsHostname) softCounts[i].Borrow(soft[i].Column, soft[i].Counts(cluster.Counters));
        }
    }

    /// <summary>Number of distinct values of a label on feasible nodes that are not ignored; a missing label is the empty value.</summary>
    private int CountDomains(PlannedConstraint planned, NodeSet feasible)
    {
        LabelColumn column = planned.Column;
        int values = column.ValueCount;
        int missing = column.IdOf("");
        bool isMissingApart = missing < 0 && !planned.WithKey(cluster.Counters).ContainsAll(feasible);
        if (missing < 0) missing = values;
        if (seenInRound.Length <= values) seenInRound = new int[Math.Max(values + 1, seenInRound.Length * 2)];
        round++;
        int found = 0;
        int most = isMissingApart ? values + 1 : values;
        ReadOnlySpan<int> domains = column.ByRow;
        foreach (int row in feasible)
        {
            int domain = domains[row] < 0 ? missing : domains[row];
            if (seenInRound[domain] == round || (anyIgnored && ignored.Contains(row))) continue;
            seenInRound[domain] = round;

            // Usually the first few nodes have shown every zone.
            if (++found == most) break;
        }

        return found;
    }
}
