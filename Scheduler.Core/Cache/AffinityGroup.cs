namespace Scheduler.Core.Cache;

/// <summary>All placed pods that carry the same affinity terms: each term is asked once for all of them.</summary>
public sealed class AffinityGroup
{
    private readonly List<PodInfo> members = [];

    internal AffinityGroup(AffinityTerms terms) => Terms = terms;

    public AffinityTerms Terms { get; }

    /// <summary>The pods; no order is promised.</summary>
    public ReadOnlySpan<PodInfo> Members => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members);

    internal void Add(PodInfo pod)
    {
        pod.IndexInAffinityGroup = members.Count;
        members.Add(pod);
    }

    internal void Remove(PodInfo pod)
    {
        PodInfo last = members[^1];
        members[pod.IndexInAffinityGroup] = last;
        last.IndexInAffinityGroup = pod.IndexInAffinityGroup;
        members.RemoveAt(members.Count - 1);
        pod.IndexInAffinityGroup = -1;
    }
}
