using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;

namespace Scheduler.Plugins.PodTopologySpread;

/// <summary>The constraints of pods that are alike, with everything worked out that does not change while pods come and go.</summary>
internal sealed class SpreadPlan
{
    public required PlannedConstraint[] Hard { get; init; }

    public required PlannedConstraint[] Soft { get; init; }

    /// <summary>True where nodes without one of the soft constraints' keys are left out of scoring: always but for the System defaults.</summary>
    public required bool RequiresAllKeys { get; init; }

    /// <summary>The nodes that carry the keys of all soft constraints.</summary>
    public required NodeInclusion SoftKeys { get; init; }
}

/// <summary>One constraint of a plan.</summary>
internal sealed class PlannedConstraint
{
    /// <summary>The one key with counts per node instead of per domain.</summary>
    private const string HostnameKey = "kubernetes.io/hostname";

    private PodCounter? counter;
    private DomainCounts? counts;
    private IncludedNodes? withKey;

    public required SpreadConstraint Constraint { get; init; }

    /// <summary>Which pods, the pod's own values of matchLabelKeys included.</summary>
    public required Selector Selector { get; init; }

    public required int NamespaceId { get; init; }

    /// <summary>The topology key's values.</summary>
    public required LabelColumn Column { get; init; }

    /// <summary>The nodes whose pods count.</summary>
    public required NodeInclusion Inclusion { get; init; }

    /// <summary>1 where the pod itself matches the selector.</summary>
    public required int SelfMatch { get; init; }

    /// <summary>True where a node without the key counts as one with the empty value.</summary>
    public required bool AbsentIsEmpty { get; init; }

    public bool IsHostname => Constraint.TopologyKey == HostnameKey;

    /// <summary>An empty selector counts no pod, although it matches the pod itself (docs/semantics.md 8.4).</summary>
    public Selector CountingSelector => Selector.IsEverything ? Selector.Nothing : Selector;

    /// <summary>The pods that count on a node, one by one.</summary>
    public int CountOn(NodeView node)
    {
        int count = 0;
        foreach (PodInfo pod in node.Pods)
            if (pod.NamespaceId == NamespaceId && !pod.IsTerminating && CountingSelector.Matches(pod.Labels)) count++;
        return count;
    }

    /// <summary>The kept count per row, up to date.</summary>
    public PodCounter Counter(PodCounters counters)
    {
        if (counter is null || counter.IsDropped) counter = counters.Of(new SelectedPods(NamespaceId, CountingSelector));
        else counters.Use(counter);
        return counter;
    }

    /// <summary>The nodes that carry the key, up to date.</summary>
    public NodeSet WithKey(PodCounters counters)
    {
        withKey ??= counters.Included(new(Constraint.TopologyKey, null, null, false));
        withKey.Refresh();
        return withKey.Rows;
    }

    /// <summary>The kept count per domain, up to date.</summary>
    public DomainTable Counts(PodCounters counters)
    {
        PodCounter pods = Counter(counters);
        if (counts is null || counts.IsDropped) counts = pods.By(counters.Rows(Column, Inclusion, AbsentIsEmpty));
        counts.Refresh();
        return counts.Table;
    }
}
