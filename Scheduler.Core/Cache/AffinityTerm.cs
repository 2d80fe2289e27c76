using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>A pod affinity term made ready (docs/semantics.md 1.8). Interned: equal terms of one cluster are the same instance.</summary>
public sealed class AffinityTerm
{
    internal AffinityTerm(int id, string topologyKey, string[] namespaces, Selector namespaceSelector, Selector selector)
    {
        Id = id;
        TopologyKey = topologyKey;
        Namespaces = namespaces;
        NamespaceSelector = namespaceSelector;
        Selector = selector;
    }

    /// <summary>Number of the term within its cluster.</summary>
    public int Id { get; }

    public string TopologyKey { get; }

    /// <summary>Names written in the term, or the pod's own namespace where neither names nor a selector were written.</summary>
    public string[] Namespaces { get; }

    /// <summary><see cref="Selector.Nothing"/> where none was written.</summary>
    public Selector NamespaceSelector { get; }

    /// <summary>Which pods.</summary>
    public Selector Selector { get; }

    /// <summary>True where the term matches the pod; <paramref name="namespaceLabels"/> stand for the labels of the pod's namespace.</summary>
    public bool Matches(PodInfo pod, StringMap namespaceLabels) =>
        (Array.IndexOf(Namespaces, pod.Namespace) >= 0 || NamespaceSelector.Matches(namespaceLabels)) && Selector.Matches(pod.Labels);

    /// <summary>
    /// True where the term, carried by a waiting pod, matches a pod of this namespace and these labels. The names of known namespaces that the
    /// namespace selector matches count as written; then the selector is asked once more, about no labels at all (docs/semantics.md 1.8, 8.1).
    /// </summary>
    public bool MatchesFromWaiting(string podNamespace, StringMap podLabels, ObjectTable<Namespace> namespaces) =>
        Selector.Matches(podLabels) && (Array.IndexOf(Namespaces, podNamespace) >= 0 || CoversNamespace(podNamespace, namespaces));

    private bool CoversNamespace(string name, ObjectTable<Namespace> namespaces)
    {
        if (NamespaceSelector.IsNothing) return false;
        if (NamespaceSelector.Matches(StringMap.Empty)) return true;
        return namespaces.Find(name) is { } found && NamespaceSelector.Matches(found.Metadata.Labels);
    }
}

/// <summary>An affinity term with its weight.</summary>
public readonly record struct WeightedAffinityTerm(int Weight, AffinityTerm Term);

/// <summary>All affinity terms of a pod. Interned: pods with equal terms share one instance.</summary>
public sealed class AffinityTerms
{
    /// <summary>No affinity object at all.</summary>
    public static readonly AffinityTerms None = new();

    /// <summary>Number of the set within its cluster; 0 is <see cref="None"/>.</summary>
    public int Id { get; init; }

    /// <summary>True where podAffinity or podAntiAffinity was written, be it empty.</summary>
    public bool IsPresent { get; init; }
    public AffinityTerm[] RequiredAffinity { get; init; } = [];
    public AffinityTerm[] RequiredAntiAffinity { get; init; } = [];
    public WeightedAffinityTerm[] PreferredAffinity { get; init; } = [];
    public WeightedAffinityTerm[] PreferredAntiAffinity { get; init; } = [];

    /// <summary>Why the terms cannot be used (an invalid selector), or null.</summary>
    public string? Error { get; init; }
}
