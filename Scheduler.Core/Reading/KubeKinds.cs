namespace Scheduler.Core.Reading;

/// <summary>What Kubernetes calls a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">As in <c>kind:</c> (<c>CSINode</c>).</param>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Version">The version that is written; every version of the group is read.</param>
/// <param name="Plural">In camel case, as in a golden case (<c>csiNodes</c>); in lower case it is the resource name.</param>
/// <param name="IsNamespaced">False for cluster-scoped kinds.</param>
public sealed record KubeKindInfo(KubeKind Kind, string Name, string Group, string Version, string Plural, bool IsNamespaced)
{
    /// <summary><c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>The table of kinds.</summary>
public static class KubeKinds
{
    private static readonly KubeKindInfo[] All =
    [
        new(KubeKind.Node, "Node", "", "v1", "nodes", false),
        new(KubeKind.Pod, "Pod", "", "v1", "pods", true),
        new(KubeKind.Namespace, "Namespace", "", "v1", "namespaces", false),
        new(KubeKind.Service, "Service", "", "v1", "services", true),
        new(KubeKind.ReplicationController, "ReplicationController", "", "v1", "replicationControllers", true),
        new(KubeKind.ReplicaSet, "ReplicaSet", "apps", "v1", "replicaSets", true),
        new(KubeKind.StatefulSet, "StatefulSet", "apps", "v1", "statefulSets", true),
        new(KubeKind.Deployment, "Deployment", "apps", "v1", "deployments", true),
        new(KubeKind.DaemonSet, "DaemonSet", "apps", "v1", "daemonSets", true),
        new(KubeKind.Job, "Job", "batch", "v1", "jobs", true),
        new(KubeKind.PriorityClass, "PriorityClass", "scheduling.k8s.io", "v1", "priorityClasses", false),
        new(KubeKind.PodDisruptionBudget, "PodDisruptionBudget", "policy", "v1", "podDisruptionBudgets", true),
        new(KubeKind.PersistentVolume, "PersistentVolume", "", "v1", "persistentVolumes", false),
        new(KubeKind.PersistentVolumeClaim, "PersistentVolumeClaim", "", "v1", "persistentVolumeClaims", true),
        new(KubeKind.StorageClass, "StorageClass", "storage.k8s.io", "v1", "storageClasses", false),
        new(KubeKind.CsiNode, "CSINode", "storage.k8s.io", "v1", "csiNodes", false),
        new(KubeKind.CsiDriver, "CSIDriver", "storage.k8s.io", "v1", "csiDrivers", false),
        new(KubeKind.CsiStorageCapacity, "CSIStorageCapacity", "storage.k8s.io", "v1", "csiStorageCapacities", true),
        new(KubeKind.VolumeAttachment, "VolumeAttachment", "storage.k8s.io", "v1", "volumeAttachments", false),
        new(KubeKind.ResourceClaim, "ResourceClaim", "resource.k8s.io", "v1", "resourceClaims", true),
        new(KubeKind.ResourceSlice, "ResourceSlice", "resource.k8s.io", "v1", "resourceSlices", false),
        new(KubeKind.DeviceClass, "DeviceClass", "resource.k8s.io", "v1", "deviceClasses", false),
    ];

    /// <summary>All kinds, in the order of the enum.</summary>
    public static ReadOnlySpan<KubeKindInfo> Table => All;

    /// <summary>The row of a kind.</summary>
    public static KubeKindInfo Info(this KubeKind kind) => All[(int)kind];

    /// <summary>Finds the kind with this <c>apiVersion</c> and <c>kind</c>; null where it is not one that is read.</summary>
    public static KubeKind? Find(string apiVersion, string kind)
    {
        ReadOnlySpan<char> group = apiVersion.IndexOf('/') is int slash and >= 0 ? apiVersion.AsSpan(0, slash) : "";
        foreach (KubeKindInfo info in All)
            if (info.Name == kind && group.SequenceEqual(info.Group)) return info.Kind;
        return null;
    }

    /// <summary>Finds the kind with this plural, in any letter case; null where there is none.</summary>
    public static KubeKind? FindPlural(string plural)
    {
        foreach (KubeKindInfo info in All)
            if (info.Plural.Equals(plural, StringComparison.OrdinalIgnoreCase)) return info.Kind;
        return null;
    }
}
