using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>A pod made ready for scheduling: numbers instead of names, sums instead of lists. Made by <see cref="Cluster.Prepare"/>.</summary>
/// <remarks>Invariant: <c>Row >= 0</c> exactly while the pod counts on that row of the node table.</remarks>
public sealed class PodInfo
{
    internal PodInfo(Pod pod, PodSpecInfo spec, int namespaceId, int labelSetId, StringMap labels)
    {
        Pod = pod;
        Spec = spec;
        NamespaceId = namespaceId;
        LabelSetId = labelSetId;
        Labels = labels;
        OnNode = spec.OnNode ?? ResourceVector.Empty;
        IsTerminating = pod.Metadata.DeletionTimestamp is not null;
        Priority = pod.Spec.Priority ?? 0;
        StartTime = pod.Status.StartTime;
        Key = pod.Metadata.Key;
    }

    /// <summary>The object as read.</summary>
    public Pod Pod { get; }

    /// <summary>What the spec alone says; shared by pods with the same spec.</summary>
    public PodSpecInfo Spec { get; }

    public string Name => Pod.Metadata.Name;

    public string Namespace => Pod.Metadata.Namespace;

    public string Uid => Pod.Metadata.Uid;

    /// <summary><c>namespace/name</c>.</summary>
    public string Key { get; }

    /// <summary>Number of the namespace within the cluster.</summary>
    public int NamespaceId { get; }

    /// <summary>Number of the label set within the cluster.</summary>
    public int LabelSetId { get; }

    public StringMap Labels { get; }

    /// <summary>Larger is more important; 0 where the pod has none.</summary>
    public int Priority { get; }

    /// <summary>True once the pod has a deletion timestamp.</summary>
    public bool IsTerminating { get; }

    /// <summary>When the kubelet took the pod on; assumed pods get one from the host.</summary>
    public DateTimeOffset? StartTime { get; internal set; }

    /// <summary>What the pod takes on its node, resizes included.</summary>
    public ResourceVector OnNode { get; init; }

    /// <summary>Cpu (milli) and memory (bytes) that scoring assumes the pod takes on its node.</summary>
    public long NonZeroCpuMilli { get; init; }

    /// <inheritdoc cref="NonZeroCpuMilli"/>
    public long NonZeroMemoryBytes { get; init; }

    /// <summary>What NodeResourcesFit's filter asks for.</summary>
    public ResourceVector Requests => Spec.Requests;

    /// <summary>What NodeResourcesFit's score asks for.</summary>
    public ResourceVector ScoreRequests => Spec.ScoreRequests;

    public HostPort[] HostPorts => Spec.HostPorts;

    public AffinityTerms Affinity => Spec.Affinity;

    /// <summary>The row on which the pod counts, or -1.</summary>
    public int Row { get; internal set; } = -1;

    /// <summary>Position among the pods of its row.</summary>
    internal int IndexOnRow { get; set; } = -1;

    /// <summary>The group of equal (namespace, labels) that the pod counts in while it is on a row.</summary>
    internal PodClass? Class { get; set; }

    internal int IndexInClass { get; set; } = -1;

    /// <inheritdoc/>
    public override string ToString() => Key;
}
