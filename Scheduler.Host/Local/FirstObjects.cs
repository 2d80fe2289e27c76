using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers.Namespaces;
using Scheduler.Host.Controllers.Volumes;

namespace Scheduler.Host.Local;

/// <summary>
/// What is there when a bundled cluster says that it is ready: a default storage class, and in the namespaces that every cluster has what pods cannot
/// be made without. The controllers would make the latter, too, but a moment later than the first client comes.
/// </summary>
internal static class FirstObjects
{
    private static readonly string[] Namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>The default storage class of a new cluster: its volumes are made on the node that a pod is given.</summary>
    public static Task CreateStorage(IApiClient client, CancellationToken cancellation) => Ensure(client, Resources.StorageClasses, null, new JsonObject
    {
        ["apiVersion"] = "storage.k8s.io/v1",
        ["kind"] = "StorageClass",
        ["metadata"] = new JsonObject { ["name"] = "standard", ["annotations"] = new JsonObject { ["storageclass.kubernetes.io/is-default-class"] = "true" } },
        ["provisioner"] = VolumeProvisioner.Provisioner,
        ["reclaimPolicy"] = "Delete",
        ["volumeBindingMode"] = "WaitForFirstConsumer",
    }, cancellation);

    /// <summary>Does the first work of those controllers that run; what is there already stays.</summary>
    public static async Task CreateForPods(IApiClient client, IReadOnlyCollection<string> controllers, string authorityPem, CancellationToken cancellation)
    {
        foreach (var ns in Namespaces)
        {
            if (controllers.Contains(ServiceAccountDefaults.ControllerName)) await Ensure(client, Resources.ServiceAccounts, ns, ServiceAccountDefaults.Document(), cancellation).ConfigureAwait(false);
            if (controllers.Contains(RootAuthority.ControllerName)) await Ensure(client, Resources.ConfigMaps, ns, RootAuthority.Document(authorityPem), cancellation).ConfigureAwait(false);
        }
    }

    private static async Task Ensure(IApiClient client, ApiResource resource, string? ns, JsonObject document, CancellationToken cancellation)
    {
        var answer = await client.Create(resource.Path(ns), document, cancellation).ConfigureAwait(false);
        if (!answer.IsConflict) answer.OrThrow($"create {resource.Name} {document["metadata"]!["name"]}");
    }
}
