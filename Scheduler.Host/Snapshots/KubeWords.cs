using Scheduler.Core.Storage;

namespace Scheduler.Host.Snapshots;

/// <summary>Texts that mean something to Kubernetes: they stay as they are.</summary>
internal static class KubeWords
{
    /// <summary>Fields whose texts come from lists of Kubernetes, are numbers, amounts or times.</summary>
    private static readonly HashSet<string> Fields =
    [
        "apiVersion", "kind", "phase", "effect", "operator", "type", "status", "reason", "whenUnsatisfiable", "nodeTaintsPolicy", "nodeAffinityPolicy",
        "protocol", "accessModes", "volumeMode", "preemptionPolicy", "volumeBindingMode", "creationTimestamp", "deletionTimestamp", "startTime",
        "lastTransitionTime", "restartPolicy", "action", "resourceVersion", "storage", "maximumVolumeSize", "declaredFeatures", "extendedResourceName",
        "allocationMode", "expression", "resource", "apiGroup", "matchAttribute", "distinctAttribute", "sharing", "adminAccess",
    ];

    /// <summary>Fields below which everything stays: amounts by resource, and what devices say of themselves.</summary>
    private static readonly HashSet<string> Trees =
        ["requests", "limits", "allocatable", "capacity", "overhead", "allocatedResources", "attributes", "counters", "consumesCounters", "consumedCapacity", "sharedCounters"];

    /// <summary>Fields that nobody needs: texts for people, and settings of devices.</summary>
    private static readonly HashSet<string> Dropped = ["message", "config", "opaque", "data", "networkData"];

    /// <summary>In-tree volume plugins are known by these CSI names.</summary>
    private static readonly HashSet<string> Drivers =
        ["ebs.csi.aws.com", "pd.csi.storage.gke.io", "disk.csi.azure.com", "file.csi.azure.com", "cinder.csi.openstack.org", "pxd.portworx.com", "csi.vsphere.vmware.com"];

    private static readonly HashSet<string> Annotations =
        [StorageNames.BetaClass, StorageNames.BindCompleted, StorageNames.BoundByController, StorageNames.SelectedNode, StorageNames.MigratedPlugins, "kubernetes.io/config.mirror"];

    private static readonly HashSet<string> Zones =
        ["topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region"];

    private static readonly HashSet<string> PlainKeys = ["kubernetes.io/arch", "kubernetes.io/os", "beta.kubernetes.io/arch", "beta.kubernetes.io/os"];

    private static readonly HashSet<string> OwnerKinds = ["Node", "Pod", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Deployment", "Job", "CronJob"];

    public static bool IsField(string field) => Fields.Contains(field);

    public static bool IsTree(string field) => Trees.Contains(field);

    public static bool IsDropped(string field) => Dropped.Contains(field);

    public static bool IsDriver(string name) => Drivers.Contains(name) || name.StartsWith("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>Annotations that plugins read; the others are left out.</summary>
    public static bool IsAnnotation(string key) => Annotations.Contains(key);

    /// <summary>Keys in a domain of Kubernetes' own.</summary>
    public static bool IsKey(string key) =>
        key.Length == 0 || key == "metadata.name" || (key.IndexOf('/') is var slash and > 0 && (key[..slash] is var domain
            && (Ends(domain, "kubernetes.io") || Ends(domain, "k8s.io"))));

    /// <summary>Values of these keys are sets of zones, with <c>__</c> between them, on volumes.</summary>
    public static bool IsZoneKey(string key) => Zones.Contains(key);

    /// <summary>Values of these keys say nothing of whose cluster it is.</summary>
    public static bool IsPlainKey(string key) => PlainKeys.Contains(key);

    public static bool IsOwnerKind(string kind) => OwnerKinds.Contains(kind);

    /// <summary>Numbers are compared as such (<c>Gt</c>, <c>Lt</c>), and flags are nobody's.</summary>
    public static bool IsPlainValue(string value) => value is "" or "true" or "false" || long.TryParse(value, out _);

    private static bool Ends(string domain, string with) =>
        domain == with || (domain.EndsWith(with, StringComparison.Ordinal) && domain[^(with.Length + 1)] == '.');
}
