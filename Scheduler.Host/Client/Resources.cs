using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client;

/// <summary>The resources that the cluster's own parts speak of by name.</summary>
public static class Resources
{
    public static ApiResource Pods { get; } = Of("", "v1", "pods");
    public static ApiResource Nodes { get; } = Of("", "v1", "nodes");
    public static ApiResource Namespaces { get; } = Of("", "v1", "namespaces");
    public static ApiResource Events { get; } = Of("", "v1", "events");
    public static ApiResource ServiceAccounts { get; } = Of("", "v1", "serviceaccounts");
    public static ApiResource ConfigMaps { get; } = Of("", "v1", "configmaps");
    public static ApiResource ReplicaSets { get; } = Of("apps", "v1", "replicasets");
    public static ApiResource Deployments { get; } = Of("apps", "v1", "deployments");
    public static ApiResource PersistentVolumes { get; } = Of("", "v1", "persistentvolumes");
    public static ApiResource PersistentVolumeClaims { get; } = Of("", "v1", "persistentvolumeclaims");
    public static ApiResource StorageClasses { get; } = Of("storage.k8s.io", "v1", "storageclasses");
    public static ApiResource Leases { get; } = Of("coordination.k8s.io", "v1", "leases");

    /// <summary>Every kind that can be listed, watched and deleted, each in one version. Events go by themselves.</summary>
    public static IReadOnlyList<ApiResource> All { get; } =
    [
        .. ApiSchema.Default.Resources.Where(one => one.Can("list") && one.Can("watch") && one.Can("delete") && one.Name != "events")
            .GroupBy(one => one.Name).Select(versions => versions.Last()),
    ];

    /// <exception cref="ArgumentException">There is no such resource.</exception>
    public static ApiResource Of(string group, string version, string plural) =>
        ApiSchema.Default.TryFindResource(group, version, plural, out var found) ? found : throw new ArgumentException($"no resource {group}/{version} {plural}");
}
