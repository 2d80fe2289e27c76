using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>All objects of a cluster, by kind, in the order they were read.</summary>
public sealed class ClusterObjects
{
    private readonly Dictionary<(KubeKind Kind, string Namespace, string Name), string> sources = [];

    public List<Node> Nodes { get; } = [];
    public List<Pod> Pods { get; } = [];
    public List<Namespace> Namespaces { get; } = [];
    public List<Service> Services { get; } = [];
    public List<ReplicationController> ReplicationControllers { get; } = [];

    /// <summary>ReplicaSets, StatefulSets, Deployments, DaemonSets and Jobs: <see cref="Workload.Kind"/> says which.</summary>
    public List<Workload> Workloads { get; } = [];
    public List<PriorityClass> PriorityClasses { get; } = [];
    public List<PodDisruptionBudget> PodDisruptionBudgets { get; } = [];
    public List<PersistentVolume> PersistentVolumes { get; } = [];
    public List<PersistentVolumeClaim> PersistentVolumeClaims { get; } = [];
    public List<StorageClass> StorageClasses { get; } = [];
    public List<CsiNode> CsiNodes { get; } = [];
    public List<CsiDriver> CsiDrivers { get; } = [];
    public List<CsiStorageCapacity> CsiStorageCapacities { get; } = [];
    public List<VolumeAttachment> VolumeAttachments { get; } = [];
    public List<ResourceClaim> ResourceClaims { get; } = [];
    public List<ResourceSlice> ResourceSlices { get; } = [];
    public List<DeviceClass> DeviceClasses { get; } = [];

    /// <summary>Objects of kinds that are not read, counted by <c>Kind</c> or <c>Kind.group</c>.</summary>
    public SortedDictionary<string, int> SkippedKinds { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of objects that were read.</summary>
    public int Count => sources.Count;

    /// <summary>Adds an object unless one of its kind, namespace and name is there already.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="firstSource">Where the earlier one came from; null where there is none.</param>
    /// <returns>False for a duplicate.</returns>
    public bool TryAdd(IKubeObject obj, KubeKind kind, string source, out string? firstSource)
    {
        if (!sources.TryAdd((kind, obj.Metadata.Namespace, obj.Metadata.Name), source))
        {
            firstSource = sources[(kind, obj.Metadata.Namespace, obj.Metadata.Name)];
            return false;
        }

        firstSource = null;
        AddToList(obj);
        return true;
    }

    /// <summary>All objects, kind by kind.</summary>
    public IEnumerable<IKubeObject> All() =>
        [
            .. Namespaces, .. PriorityClasses, .. Nodes, .. StorageClasses, .. CsiDrivers, .. CsiNodes, .. CsiStorageCapacities, .. PersistentVolumes,
            .. PersistentVolumeClaims, .. VolumeAttachments, .. DeviceClasses, .. ResourceSlices, .. ResourceClaims, .. Services,
            .. ReplicationControllers, .. Workloads, .. PodDisruptionBudgets, .. Pods,
        ];

    private void AddToList(IKubeObject obj)
    {
        switch (obj)
        {
            case Node node: Nodes.Add(node); break;
            case Pod pod: Pods.Add(pod); break;
            case Namespace ns: Namespaces.Add(ns); break;
            case Service service: Services.Add(service); break;
            case ReplicationController controller: ReplicationControllers.Add(controller); break;
            case Workload workload: Workloads.Add(workload); break;
            case PriorityClass priorityClass: PriorityClasses.Add(priorityClass); break;
            case PodDisruptionBudget budget: PodDisruptionBudgets.Add(budget); break;
            case PersistentVolume volume: PersistentVolumes.Add(volume); break;
            case PersistentVolumeClaim claim: PersistentVolumeClaims.Add(claim); break;
            case StorageClass storageClass: StorageClasses.Add(storageClass); break;
            case CsiNode csiNode: CsiNodes.Add(csiNode); break;
            case CsiDriver driver: CsiDrivers.Add(driver); break;
            case CsiStorageCapacity capacity: CsiStorageCapacities.Add(capacity); break;
            case VolumeAttachment attachment: VolumeAttachments.Add(attachment); break;
            case ResourceClaim resourceClaim: ResourceClaims.Add(resourceClaim); break;
            case ResourceSlice slice: ResourceSlices.Add(slice); break;
            case DeviceClass deviceClass: DeviceClasses.Add(deviceClass); break;
            default: throw new ArgumentException($"No list for {obj.GetType().Name}", nameof(obj));
        }
    }
}
