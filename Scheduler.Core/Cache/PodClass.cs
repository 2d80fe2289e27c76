using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>All placed pods of one namespace with one label set: a selector is asked once for all of them.</summary>
public sealed class PodClass
{
    private readonly List<PodInfo> members = [];

    internal PodClass(int id, int namespaceId, string namespaceName, int labelSetId, StringMap labels)
    {
        Id = id;
        NamespaceId = namespaceId;
        Namespace = namespaceName;
        LabelSetId = labelSetId;
        Labels = labels;
    }

    public int Id { get; }

    public int NamespaceId { get; }

    public string Namespace { get; }

    public int LabelSetId { get; }

    public StringMap Labels { get; }

    /// <summary>The pods, terminating ones included; no order is promised.</summary>
    public ReadOnlySpan<PodInfo> Members => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members);

    /// <summary>The counters that count its members.</summary>
    internal List<PodCounter> Counters { get; } = [];

    internal void Add(PodInfo pod)
    {
        pod.IndexInClass = members.Count;
        members.Add(pod);
    }

    internal void Remove(PodInfo pod)
    {
        PodInfo last = members[^1];
        members[pod.IndexInClass] = last;
        last.IndexInClass = pod.IndexInClass;
        members.RemoveAt(members.Count - 1);
        pod.IndexInClass = -1;
    }
}
