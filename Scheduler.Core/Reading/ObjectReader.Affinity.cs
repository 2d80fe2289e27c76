using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Affinity, node selectors and topology spread.</summary>
internal ref partial struct ObjectReader
{
    private Affinity? AffinityOrNull() => Shared(intern.Affinities, static (ref ObjectReader reader) => reader.AffinityHere());

    private Affinity AffinityHere()
    {
        BeginObject();
        NodeAffinity? node = null;
        PodAffinity? pod = null, antiPod = null;
        while (NextField())
        {
            if (Is("nodeAffinity"u8)) node = Object(static (ref ObjectReader reader) => reader.NodeAffinityHere());
            else if (Is("podAffinity"u8)) pod = Object(static (ref ObjectReader reader) => reader.PodAffinityHere());
            else if (Is("podAntiAffinity"u8)) antiPod = Object(static (ref ObjectReader reader) => reader.PodAffinityHere());
            else SkipValue();
        }

        return new() { NodeAffinity = node, PodAffinity = pod, PodAntiAffinity = antiPod };
    }

    private NodeAffinity NodeAffinityHere()
    {
        BeginObject();
        NodeSelector? required = null;
        PreferredSchedulingTerm[]? preferred = null;
        while (NextField())
        {
            if (Is("requiredDuringSchedulingIgnoredDuringExecution"u8)) required = NodeSelectorOrNull();
            else if (Is("preferredDuringSchedulingIgnoredDuringExecution"u8))
                preferred = Items(static (ref ObjectReader reader) => reader.PreferredTermHere());
            else SkipValue();
        }

        return new() { Required = required, Preferred = preferred };
    }

    private NodeSelector? NodeSelectorOrNull() => Object(static (ref ObjectReader reader) => reader.NodeSelectorHere());

    private NodeSelector NodeSelectorHere()
    {
        BeginObject();
        NodeSelectorTerm[] terms = [];
        while (NextField())
        {
            if (Is("nodeSelectorTerms"u8)) terms = Items(static (ref ObjectReader reader) => reader.NodeTermHere()) ?? [];
            else SkipValue();
        }

        return new(terms);
    }

    private NodeSelectorTerm NodeTermHere()
    {
        BeginObject();
        SelectorRequirement[] expressions = [], fields = [];
        while (NextField())
        {
            if (Is("matchExpressions"u8)) expressions = Requirements();
            else if (Is("matchFields"u8)) fields = Requirements();
            else SkipValue();
        }

        return new() { MatchExpressions = expressions, MatchFields = fields };
    }

    private PreferredSchedulingTerm PreferredTermHere()
    {
        BeginObject();
        int weight = 0;
        NodeSelectorTerm? preference = null;
        while (NextField())
        {
            if (Is("weight"u8)) weight = Int32();
            else if (Is("preference"u8)) preference = Object(static (ref ObjectReader reader) => reader.NodeTermHere());
            else SkipValue();
        }

        return new(weight, preference ?? new());
    }

    private PodAffinity PodAffinityHere()
    {
        BeginObject();
        PodAffinityTerm[] required = [];
        WeightedPodAffinityTerm[] preferred = [];
        while (NextField())
        {
            if (Is("requiredDuringSchedulingIgnoredDuringExecution"u8))
                required = Items(static (ref ObjectReader reader) => reader.PodTermHere()) ?? [];
            else if (Is("preferredDuringSchedulingIgnoredDuringExecution"u8))
                preferred = Items(static (ref ObjectReader reader) => reader.WeightedTermHere()) ?? [];
            else SkipValue();
        }

        return new() { Required = required, Preferred = preferred };
    }

    private PodAffinityTerm PodTermHere()
    {
        BeginObject();
        LabelSelector? selector = null, namespaceSelector = null;
        string[] namespaces = [];
        string topologyKey = "";
        while (NextField())
        {
            if (Is("labelSelector"u8)) selector = SelectorOrNull();
            else if (Is("namespaces"u8)) namespaces = Texts();
            else if (Is("namespaceSelector"u8)) namespaceSelector = SelectorOrNull();
            else if (Is("topologyKey"u8)) topologyKey = Text();
            else SkipValue();
        }

        return new() { LabelSelector = selector, Namespaces = namespaces, NamespaceSelector = namespaceSelector, TopologyKey = topologyKey };
    }

    private WeightedPodAffinityTerm WeightedTermHere()
    {
        BeginObject();
        int weight = 0;
        PodAffinityTerm? term = null;
        while (NextField())
        {
            if (Is("weight"u8)) weight = Int32();
            else if (Is("podAffinityTerm"u8)) term = Object(static (ref ObjectReader reader) => reader.PodTermHere());
            else SkipValue();
        }

        return new(weight, term ?? new());
    }

    private TopologySpreadConstraint[] Spreads() =>
        Shared(intern.Spreads, static (ref ObjectReader reader) => reader.ItemsHere(static (ref ObjectReader item) => item.SpreadHere())) ?? [];

    private TopologySpreadConstraint SpreadHere()
    {
        BeginObject();
        int maxSkew = 0;
        int? minDomains = null;
        string topologyKey = "", whenUnsatisfiable = "";
        string? affinityPolicy = null, taintsPolicy = null;
        LabelSelector? selector = null;
        string[] labelKeys = [];
        while (NextField())
        {
            if (Is("maxSkew"u8)) maxSkew = Int32();
            else if (Is("topologyKey"u8)) topologyKey = Text();
            else if (Is("whenUnsatisfiable"u8)) whenUnsatisfiable = Text();
            else if (Is("labelSelector"u8)) selector = SelectorOrNull();
            else if (Is("minDomains"u8)) minDomains = Int32OrNull();
            else if (Is("nodeAffinityPolicy"u8)) affinityPolicy = TextOrNull();
            else if (Is("nodeTaintsPolicy"u8)) taintsPolicy = TextOrNull();
            else if (Is("matchLabelKeys"u8)) labelKeys = Texts();
            else SkipValue();
        }

        return new()
        {
            MaxSkew = maxSkew,
            TopologyKey = topologyKey,
            WhenUnsatisfiable = whenUnsatisfiable,
            LabelSelector = selector,
            MinDomains = minDomains,
            NodeAffinityPolicy = affinityPolicy,
            NodeTaintsPolicy = taintsPolicy,
            MatchLabelKeys = labelKeys,
        };
    }
}
