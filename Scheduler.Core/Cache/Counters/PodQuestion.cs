using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache.Counters;

/// <summary>Which placed pods a counter counts. Equal questions are equal values and share one counter.</summary>
/// <remarks>The answer follows from a pod's namespace and labels, so it is asked once for all pods of a class.</remarks>
public abstract record PodQuestion
{
    /// <summary>True where pods with a deletion timestamp do not count.</summary>
    public virtual bool SkipsTerminating => false;

    /// <summary>The only namespace that can match, or -1.</summary>
    public virtual int OnlyNamespaceId => -1;

    /// <summary>True where the answer follows from the labels of namespaces too.</summary>
    public virtual bool ReadsNamespaces => false;

    /// <summary>Finds a label pair that all pods that count carry.</summary>
    public abstract bool TryGetPair(out string key, out string value);

    /// <summary>True where the pods of the class count.</summary>
    public abstract bool Matches(PodClass pods, ObjectTable<Namespace> namespaces);
}

/// <summary>Pods of one namespace that a selector matches and that are not terminating: what a spread constraint counts.</summary>
public sealed record SelectedPods(int NamespaceId, Selector Selector) : PodQuestion
{
    /// <inheritdoc/>
    public override bool SkipsTerminating => true;

    /// <inheritdoc/>
    public override int OnlyNamespaceId => NamespaceId;

    /// <inheritdoc/>
    public override bool TryGetPair(out string key, out string value) => Selector.TryGetPair(out key, out value);

    /// <inheritdoc/>
    public override bool Matches(PodClass pods, ObjectTable<Namespace> namespaces) =>
        pods.NamespaceId == NamespaceId && Selector.Matches(pods.Labels);
}

/// <summary>Pods that match all of these affinity terms of a waiting pod (docs/semantics.md 1.8), terminating ones included.</summary>
public sealed record PodsOfTerms(params AffinityTerm[] Terms) : PodQuestion
{
    /// <inheritdoc/>
    public override bool ReadsNamespaces => Array.Exists(Terms, term => !term.NamespaceSelector.IsNothing && !term.NamespaceSelector.IsEverything);

    /// <inheritdoc/>
    public override bool TryGetPair(out string key, out string value)
    {
        foreach (AffinityTerm term in Terms)
            if (term.Selector.TryGetPair(out key, out value)) return true;
        (key, value) = ("", "");
        return false;
    }

    /// <inheritdoc/>
    public override bool Matches(PodClass pods, ObjectTable<Namespace> namespaces)
    {
        foreach (AffinityTerm term in Terms)
            if (!term.MatchesFromWaiting(pods.Namespace, pods.Labels, namespaces)) return false;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PodsOfTerms? other) => other is not null && Terms.AsSpan().SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (AffinityTerm term in Terms) hash.Add(term.Id);
        return hash.ToHashCode();
    }
}
