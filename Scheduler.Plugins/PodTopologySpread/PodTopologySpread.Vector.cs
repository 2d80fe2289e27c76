using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.PodTopologySpread;

/// <content>The same answers for all nodes at once, over domain ids and kept counts.</content>
public sealed partial class PodTopologySpread
{
    private readonly NodeSet found = new();
    private double[] sums = [];
    private double[] ofDomain = [];
    private long[] roundedOfDomain = [];
    private int[] ofRow = [];
    private int[] seenInRound = [];
    private int round;

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        for (int i = 0; i < hard.Length; i++)
        {
            NodeSet withKey = hard[i].WithKey(cluster.Counters);
            rejections.RejectOutside(feasible, withKey, StatusCode.UnschedulableAndUnresolvable, MissingLabel);

            // A domain is too full where count + self - smallest > maxSkew. The smallest may be 2^31-1: the limit is 64-bit, then brought into int.
            long most = hard[i].Constraint.MaxSkew - hard[i].SelfMatch + smallest[i];
            int limit = (int)Math.Clamp(most, int.MinValue, int.MaxValue);
            ReadOnlySpan<int> counts = hardCounts[i].Table.Counts;
            if (!counts.ContainsAnyExceptInRange(int.MinValue, limit)) continue;
            found.Resize(nodes.RowCount);
            hard[i].Column.FindRowsAbove(counts, limit, found);
            rejections.RejectInside(feasible, found, StatusCode.Unschedulable, TooUneven);
        }
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        if (soft.Length == 1 && !soft[0].IsHostname) ScoreByDomain(scores[..nodes.RowCount]);
        else AddUp(nodes.RowCount, scores);
        if (!anyIgnored) return;
        foreach (int row in ignored) scores[row] = 0;
    }

    /// <summary>One constraint: round once a domain instead of once a row.</summary>
    private void ScoreByDomain(Span<long> scores)
    {
        ReadOnlySpan<double> unrounded = OfDomains(0);
        if (roundedOfDomain.Length < unrounded.Length) roundedOfDomain = new long[Math.Max(unrounded.Length, roundedOfDomain.Length * 2)];
        for (int domain = 0; domain < unrounded.Length; domain++) roundedOfDomain[domain] = Rounding.HalfAwayFromZero(unrounded[domain]);
        scores.Clear();
        DomainKernels.AddByDomain<long>(soft[0].Column.ByRow[..scores.Length], roundedOfDomain.AsSpan(0, unrounded.Length), scores);
    }

    private void AddUp(int rows, Span<long> scores)
    {
        if (sums.Length < rows) sums = new double[Math.Max(rows, sums.Length * 2)];
        Span<double> rowSums = sums.AsSpan(0, rows);
        rowSums.Clear();
        for (int i = 0; i < soft.Length; i++)
        {
            ReadOnlySpan<int> domains = soft[i].Column.ByRow[..rows];
            if (soft[i].IsHostname) AddOfRows(i, domains, rowSums);
            else DomainKernels.AddByDomain<double>(domains, OfDomains(i), rowSums);
        }

        for (int row = 0; row < rowSums.Length; row++) scores[row] = Rounding.HalfAwayFromZero(rowSums[row]);
    }

    private void AddOfRows(int i, ReadOnlySpan<int> domains, Span<double> rowSums)
    {
        ReadOnlySpan<int> counts = CountsOfRows(soft[i].Counter(cluster.Counters).Rows, domains.Length);
        (double weight, double constant) = (weights[i], soft[i].Constraint.MaxSkew - 1);
        for (int row = 0; row < domains.Length; row++)
            if (domains[row] >= 0) rowSums[row] += (counts[row] * weight) + constant;
    }

    private ReadOnlySpan<int> CountsOfRows(Tally counted, int rows)
    {
        if (counted.Dense is { } dense && dense.Counts.Length >= rows) return dense.Counts[..rows];
        if (ofRow.Length < rows) ofRow = new int[Math.Max(rows, ofRow.Length * 2)];
        Span<int> counts = ofRow.AsSpan(0, rows);
        counts.Clear();
        counted.AddTo(counts, 1);
        return counts;
    }

    private ReadOnlySpan<double> OfDomains(int i)
    {
        int domains = soft[i].Column.ValueCount;
        ReadOnlySpan<int> counts = softCounts[i].Table.Counts[..domains];
        if (ofDomain.Length < domains) ofDomain = new double[Math.Max(domains, ofDomain.Length * 2)];
        (double weight, double constant) = (weights[i], soft[i].Constraint.MaxSkew - 1);
        for (int domain = 0; domain < counts.Length; domain++) ofDomain[domain] = (counts[domain] * weight) + constant;
        return ofDomain.AsSpan(0, domains);
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
        StartRound(values);
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

    private void StartRound(int values)
    {
        if (seenInRound.Length <= values) seenInRound = new int[Math.Max(values + 1, seenInRound.Length * 2)];
        round++;
    }
}
