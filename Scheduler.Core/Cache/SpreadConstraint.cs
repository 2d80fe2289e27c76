using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>A topology spread constraint made ready, defaults filled in (docs/semantics.md 3.12).</summary>
public sealed record SpreadConstraint
{
    public required string TopologyKey { get; init; }

    public required int MaxSkew { get; init; }

    /// <summary>As written; <see cref="MatchLabelKeys"/> are not part of it yet, for they depend on the pod.</summary>
    public required Selector Selector { get; init; }

    public int MinDomains { get; init; } = 1;

    /// <summary>True where nodes that the pod's node affinity excludes do not count.</summary>
    public bool HonorsAffinity { get; init; } = true;

    /// <summary>True where nodes with taints that the pod does not tolerate do not count.</summary>
    public bool HonorsTaints { get; init; }

    public string[] MatchLabelKeys { get; init; } = [];

    /// <summary>The selector with the pod's values of <see cref="MatchLabelKeys"/>; keys that the pod lacks do not matter.</summary>
    public Selector SelectorFor(StringMap podLabels)
    {
        Selector selector = Selector;
        foreach (string key in MatchLabelKeys)
            if (podLabels.TryGetValue(key, out string? value)) selector = selector.And(Selector.FromMap(StringMap.Of((key, value))));
        return selector;
    }
}

/// <summary>All spread constraints of a pod. Interned: pods with equal ones share one instance.</summary>
public sealed class SpreadConstraintSet
{
    /// <summary>None written.</summary>
    public static readonly SpreadConstraintSet None = new();

    /// <summary>Number within the cluster; 0 is <see cref="None"/>.</summary>
    public int Id { get; init; }

    /// <summary>The constraints that a node must meet (DoNotSchedule), in order.</summary>
    public SpreadConstraint[] Hard { get; init; } = [];

    /// <summary>The constraints that a node should meet (ScheduleAnyway), in order.</summary>
    public SpreadConstraint[] Soft { get; init; } = [];

    /// <summary>Why the hard constraints cannot be used (an invalid selector), or null.</summary>
    public string? HardError { get; init; }

    /// <summary>Why the soft constraints cannot be used, or null.</summary>
    public string? SoftError { get; init; }

    /// <summary>True where some constraint reads the pod's own labels.</summary>
    public bool HasMatchLabelKeys { get; init; }
}
