namespace Scheduler.Core.Objects;

/// <summary><c>spec.affinity</c>. Null parts were not written; empty ones were, which matters to some plugins.</summary>
public sealed record Affinity
{
    public NodeAffinity? NodeAffinity { get; init; }
    public PodAffinity? PodAffinity { get; init; }
    public PodAffinity? PodAntiAffinity { get; init; }
}

/// <summary>Required and preferred node affinity.</summary>
public sealed record NodeAffinity
{
    /// <summary><c>requiredDuringSchedulingIgnoredDuringExecution</c>; null where absent.</summary>
    public NodeSelector? Required { get; init; }

    /// <summary><c>preferredDuringSchedulingIgnoredDuringExecution</c>; null where absent.</summary>
    public PreferredSchedulingTerm[]? Preferred { get; init; }
}

/// <summary>Terms of which one must match.</summary>
public sealed record NodeSelector(NodeSelectorTerm[] Terms);

/// <summary>Requirements that must all match. Without any the term matches nothing.</summary>
public sealed record NodeSelectorTerm
{
    public SelectorRequirement[] MatchExpressions { get; init; } = [];
    public SelectorRequirement[] MatchFields { get; init; } = [];
}

/// <summary>A node selector term with a weight (1 to 100; 0 is ignored).</summary>
public sealed record PreferredSchedulingTerm(int Weight, NodeSelectorTerm Preference);

/// <summary>Affinity or anti-affinity towards other pods.</summary>
public sealed record PodAffinity
{
    public PodAffinityTerm[] Required { get; init; } = [];
    public WeightedPodAffinityTerm[] Preferred { get; init; } = [];
}

/// <summary>Which pods, within which domain. <c>matchLabelKeys</c> is left out: the API server has merged it into the selector.</summary>
public sealed record PodAffinityTerm
{
    public LabelSelector? LabelSelector { get; init; }
    public string[] Namespaces { get; init; } = [];
    public LabelSelector? NamespaceSelector { get; init; }
    public string TopologyKey { get; init; } = "";
}

/// <summary>A pod affinity term with a weight.</summary>
public sealed record WeightedPodAffinityTerm(int Weight, PodAffinityTerm Term);
