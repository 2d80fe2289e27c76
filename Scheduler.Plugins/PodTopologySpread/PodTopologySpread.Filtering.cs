using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.PodTopologySpread;

/// <content>The hard constraints (DoNotSchedule).</content>
public sealed partial class PodTopologySpread
{
    private const ulong TooUneven = 0;
    private const ulong MissingLabel = 1;

    private static readonly string[] TooUnevenReasons = ["node(s) didn't match pod topology spread constraints"];
    private static readonly string[] MissingLabelReasons = ["node(s) didn't match pod topology spread constraints (missing required label)"];

    private readonly List<TrialCounts> hardCounts = [];
    private PlannedConstraint[] hard = [];

    // Per constraint the count that others are compared with: that of the emptiest domain, or 0 where there are too few domains.
    private long[] smallest = [];

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        if (pod.Spec.SpreadConstraints.HardError is { } error) return Status.Error($"obtaining pod's hard topology spread constraints: {error}");
        hard = plans.Of(pod)?.Hard ?? [];
        if (hard.Length == 0) return PreFilterResult.Skip;
        while (hardCounts.Count < hard.Length) hardCounts.Add(new());
        if (smallest.Length < hard.Length) smallest = new long[hard.Length];
        for (int i = 0; i < hard.Length; i++)
        {
            if (plain) CountObviously(hard[i], hardCounts[i]);
            else hardCounts[i].Borrow(hard[i].Column, hard[i].Counts(cluster.Counters));
            FindSmallest(i);
        }

        return PreFilterResult.Success;
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        for (int i = 0; i < hard.Length; i++)
        {
            PlannedConstraint planned = hard[i];
            int domain = planned.Column[node.Row];
            if (domain < 0) return Verdict.Unresolvable(MissingLabel);
            long matching = hardCounts[i].Table[domain];
            if (matching + planned.SelfMatch - smallest[i] > planned.Constraint.MaxSkew) return Verdict.Unschedulable(TooUneven);
        }

        return Verdict.Pass;
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => detail == MissingLabel ? MissingLabelReasons : TooUnevenReasons;

    /// <inheritdoc/>
    public void AddPod(PodInfo pod, PodInfo added, NodeView node) => TryPod(pod, added, node, 1);

    /// <inheritdoc/>
    public void RemovePod(PodInfo pod, PodInfo removed, NodeView node) => TryPod(pod, removed, node, -1);

    /// <summary>Unlike the count of PreFilter this one takes terminating pods for running ones, and lets an empty selector match (docs/semantics.md 8.17).</summary>
    private void TryPod(PodInfo pod, PodInfo tried, NodeView node, int change)
    {
        if (tried.NamespaceId != pod.NamespaceId) return;
        for (int i = 0; i < hard.Length; i++)
        {
            if (!hard[i].Selector.Matches(tried.Labels) || !hard[i].Inclusion.Includes(node)) continue;
            hardCounts[i].Add(hard[i].Column[node.Row], change);
            FindSmallest(i);
        }
    }

    private void FindSmallest(int i)
    {
        DomainTable counts = hardCounts[i].Table;
        smallest[i] = counts.DomainCount < hard[i].Constraint.MinDomains ? 0 : counts.Smallest;
    }

    private void CountObviously(PlannedConstraint planned, TrialCounts counts)
    {
        counts.Start(planned.Column);
        foreach (int row in cluster.Nodes.Live)
        {
            NodeView node = cluster.Nodes[row];
            if (!planned.Inclusion.Includes(node)) continue;
            counts.AddRow(planned.Column.IdOf(node.Labels[planned.Constraint.TopologyKey]!), planned.CountOn(node));
        }
    }
}
