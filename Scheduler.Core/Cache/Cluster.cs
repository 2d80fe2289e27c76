using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>The state of the cluster as far as scheduling reads it. One writer: the decision thread.</summary>
/// <remarks>
/// Pods on nodes live in <see cref="Nodes"/>; waiting pods belong to whoever queues them, except that nominated ones are in
/// <see cref="Nominations"/>. Terminal pods are never seen. Pods on an unknown node wait aside and count as soon as the node comes.
/// </remarks>
public sealed partial class Cluster
{
    private readonly PodSpecTable specInfos = new();
    private readonly Dictionary<string, PodInfo> podsByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PodInfo>> podsAside = new(StringComparer.Ordinal);
    private readonly Dictionary<StringMap, int> labelSetIds = [];
    private readonly List<StringMap> labelSets = [];
    private readonly Dictionary<string, int> namespaceIds = new(StringComparer.Ordinal);
    private readonly List<string> namespaceNames = [];
    private readonly UndoLog undo = new();

    public Cluster()
    {
        Nodes = new(Resources);
        Counters = new(this);
        PlacedTerms = new(this);
        Namespaces.Undo = Services.Undo = ReplicationControllers.Undo = ReplicaSets.Undo = StatefulSets.Undo = PodDisruptionBudgets.Undo
            = PersistentVolumes.Undo = PersistentVolumeClaims.Undo = StorageClasses.Undo = CsiNodes.Undo = CsiDrivers.Undo
            = CsiStorageCapacities.Undo = VolumeAttachments.Undo = ResourceClaims.Undo = ResourceSlices.Undo = DeviceClasses.Undo
            = Nominations.Undo = undo;
    }

    public ResourceNames Resources { get; } = new();

    public NodeTable Nodes { get; }

    public PodTable Pods { get; } = new();

    /// <summary>Counts of placed pods per row and domain, kept while they are used.</summary>
    public PodCounters Counters { get; }

    public AffinityTermTable AffinityTerms { get; } = new();

    /// <summary>The affinity terms of placed pods, counted per domain.</summary>
    public PlacedTerms PlacedTerms { get; }

    public SpreadConstraintTable SpreadConstraints { get; } = new();

    public NodeAffinityTable NodeAffinities { get; } = new();

    public TolerationTable Tolerations { get; } = new();

    public Nominations Nominations { get; } = new();

    public Preemptions Preemptions { get; } = new();

    public ObjectTable<Namespace> Namespaces { get; } = new();

    public ObjectTable<Service> Services { get; } = new();

    public ObjectTable<ReplicationController> ReplicationControllers { get; } = new();

    public ObjectTable<Workload> ReplicaSets { get; } = new();

    public ObjectTable<Workload> StatefulSets { get; } = new();

    public ObjectTable<PodDisruptionBudget> PodDisruptionBudgets { get; } = new();

    public ObjectTable<PersistentVolume> PersistentVolumes { get; } = new();

    public ObjectTable<PersistentVolumeClaim> PersistentVolumeClaims { get; } = new();

    public ObjectTable<StorageClass> StorageClasses { get; } = new();

    public ObjectTable<CsiNode> CsiNodes { get; } = new();

    public ObjectTable<CsiDriver> CsiDrivers { get; } = new();

    public ObjectTable<CsiStorageCapacity> CsiStorageCapacities { get; } = new();

    public ObjectTable<VolumeAttachment> VolumeAttachments { get; } = new();

    public ObjectTable<ResourceClaim> ResourceClaims { get; } = new();

    public ObjectTable<ResourceSlice> ResourceSlices { get; } = new();

    public ObjectTable<DeviceClass> DeviceClasses { get; } = new();

    /// <summary>Number of distinct label sets of pods; ids are below it.</summary>
    public int LabelSetCount => labelSets.Count;

    /// <summary>Pods on nodes that do not exist.</summary>
    public int PodsAsideCount => podsAside.Values.Sum(list => list.Count);

    /// <summary>Grows with everything that a decision can depend on: equal versions, equal state.</summary>
    public long StateVersion =>
        Nodes.Changes.Latest + Nominations.Version + Namespaces.Version + Services.Version + ReplicationControllers.Version + ReplicaSets.Version
        + StatefulSets.Version + PodDisruptionBudgets.Version + PersistentVolumes.Version + PersistentVolumeClaims.Version + StorageClasses.Version
        + CsiNodes.Version + CsiDrivers.Version + CsiStorageCapacities.Version + VolumeAttachments.Version + ResourceClaims.Version
        + ResourceSlices.Version + DeviceClasses.Version;

    public StringMap LabelSet(int id) => labelSets[id];

    /// <summary>The labels of a namespace; empty where it is not known.</summary>
    public StringMap NamespaceLabels(string name) => Namespaces.Find(name)?.Metadata.Labels ?? StringMap.Empty;

    /// <summary>Begins a branch: until it is disposed of, everything that is written here is there for it only.</summary>
    public ClusterBranch Branch() => new(undo);

    /// <summary>Makes a pod ready for scheduling.</summary>
    public PodInfo Prepare(Pod pod) => Prepare(pod, isPlaced: false);

    private PodInfo Prepare(Pod pod, bool isPlaced)
    {
        PodSpecInfo spec = SpecInfo(pod, isPlaced);
        int labelSetId = LabelSetId(pod.Metadata.Labels);
        PodInfo info = new(pod, spec, NamespaceId(pod.Metadata.Namespace), labelSetId, labelSets[labelSetId])
        {
            NonZeroCpuMilli = spec.NonZero.CpuMilli,
            NonZeroMemoryBytes = spec.NonZero.MemoryBytes,
        };
        if (!HasResourceStatus(pod.Status)) return info;
        (long cpuMilli, long memoryBytes) = PodRequests.NonZeroOnNode(pod);
        return new(pod, spec, info.NamespaceId, labelSetId, info.Labels)
        {
            OnNode = PodRequests.OnNode(pod, Resources),
            NonZeroCpuMilli = cpuMilli,
            NonZeroMemoryBytes = memoryBytes,
        };
    }

    /// <summary>The placed (or put aside) pod of this key, or null.</summary>
    public PodInfo? FindPod(string key) => podsByKey.GetValueOrDefault(key);

    /// <summary>The number of a namespace name.</summary>
    public int NamespaceId(string name)
    {
        if (namespaceIds.TryGetValue(name, out int id)) return id;
        id = namespaceNames.Count;
        namespaceIds.Add(name, id);
        namespaceNames.Add(name);
        return id;
    }

    private static bool HasResourceStatus(PodStatus status)
    {
        if (status.Resources is not null) return true;
        foreach (ContainerStatus container in status.ContainerStatuses)
            if (container.Resources is not null) return true;
        foreach (ContainerStatus container in status.InitContainerStatuses)
            if (container.Resources is not null) return true;
        return false;
    }

    private int LabelSetId(StringMap labels)
    {
        if (labelSetIds.TryGetValue(labels, out int id)) return id;
        id = labelSets.Count;
        labelSetIds.Add(labels, id);
        labelSets.Add(labels);
        return id;
    }

    private PodSpecInfo SpecInfo(Pod pod, bool isPlaced)
    {
        if (specInfos.Find(pod.Spec, pod.Metadata.Namespace, isPlaced) is { } known) return known;
        Pod bare = pod with { Status = PodStatus.Empty };
        PodSpecInfo info = new(pod.Spec, PodRequests.ForFilter(bare, Resources), PodRequests.ForScore(bare, Resources),
            AffinityTerms.Of(pod.Spec.Affinity, pod.Metadata.Namespace))
        {
            OnNode = PodRequests.OnNode(bare, Resources),
            Volumes = PodVolumes.Of(pod.Spec, pod.Metadata.Namespace),
            NonZero = PodRequests.NonZeroOnNode(bare),
            NodeAffinity = NodeAffinities.Required(pod.Spec),
            PreferredNodeAffinity = NodeAffinities.Preferred(pod.Spec.Affinity?.NodeAffinity?.Preferred),
            Tolerations = Tolerations.Of(pod.Spec.Tolerations),
            SpreadConstraints = SpreadConstraints.Of(pod.Spec.TopologySpreadConstraints),
        };
        specInfos.Add(pod.Spec, pod.Metadata.Namespace, isPlaced, info);
        return info;
    }
}
