using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.InterPodAffinity;

/// <content>What can turn a no into a yes: a companion that comes, an opponent that goes, a node in another domain.</content>
/// <remarks>
/// As kube-scheduler does it, anti-affinity terms are looked at together: that a pod goes which matches only some of them wakes nobody. The flush of
/// pods that waited long is what remains for these (docs/semantics.md 5.2, 5.5).
/// </remarks>
public sealed partial class InterPodAffinity
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.Pod, EventAction.Add | EventAction.UpdatePodLabel | EventAction.Delete, PodHelps),
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeLabel, static (pod, happened) => NodeHelps(pod.Affinity, happened.Old as Node, (Node)happened.New!)),
    ];

    private bool PodHelps(PodInfo pod, ClusterEvent happened)
    {
        if (EventPods.IsSelf(pod, happened)) return true;
        if (!EventPods.TakesRoom(happened, cluster)) return false;
        AffinityTerm[] together = pod.Affinity.RequiredAffinity;
        AffinityTerm[] apart = pod.Affinity.RequiredAntiAffinity;
        return happened switch
        {
            { Old: PodInfo before, New: PodInfo now } =>
                (MatchesAll(together, now) && !MatchesAll(together, before)) || (MatchesAll(apart, before) && !MatchesAll(apart, now)),
            { New: PodInfo added } => MatchesAll(together, added),
            { Old: PodInfo gone } => MatchesAll(apart, gone) || IsKeptAwayBy(gone, pod),
            _ => false,
        };
    }

    /// <summary>True where there are terms, carried by the waiting pod, and the other pod matches every one.</summary>
    private bool MatchesAll(AffinityTerm[] terms, PodInfo other) =>
        terms.Length > 0 && Array.TrueForAll(terms, term => term.MatchesFromWaiting(other.Namespace, other.Labels, cluster.Namespaces));

    /// <summary>True where the placed pod has anti-affinity terms and the waiting pod matches every one.</summary>
    private bool IsKeptAwayBy(PodInfo placed, PodInfo waiting)
    {
        StringMap labels = cluster.NamespaceLabels(waiting.Namespace);
        AffinityTerm[] terms = placed.Affinity.RequiredAntiAffinity;
        return terms.Length > 0 && Array.TrueForAll(terms, term => term.Matches(waiting, labels));
    }

    // Affinity wants a node to enter a domain, anti-affinity wants it to leave one.
    private static bool NodeHelps(AffinityTerms terms, Node? before, Node now)
    {
        foreach (AffinityTerm term in terms.RequiredAffinity)
            if (now.Metadata.Labels[term.TopologyKey] is { } value && value != before?.Metadata.Labels[term.TopologyKey]) return true;
        if (before is null) return terms.RequiredAntiAffinity.Length > 0;
        foreach (AffinityTerm term in terms.RequiredAntiAffinity)
            if (before.Metadata.Labels[term.TopologyKey] is { } value && value != now.Metadata.Labels[term.TopologyKey]) return true;
        return false;
    }
}
