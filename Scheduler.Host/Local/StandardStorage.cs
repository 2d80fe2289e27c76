using System.Text.Json.Nodes;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers.Volumes;

namespace Scheduler.Host.Local;

/// <summary>The default storage class of a new bundled cluster: its volumes are made on the node that a pod is given.</summary>
internal static class StandardStorage
{
    public static async Task Create(IApiClient client, CancellationToken cancellation)
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "storage.k8s.io/v1",
            ["kind"] = "StorageClass",
            ["metadata"] = new JsonObject { ["name"] = "standard", ["annotations"] = new JsonObject { ["storageclass.kubernetes.io/is-default-class"] = "true" } },
            ["provisioner"] = VolumeProvisioner.Provisioner,
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = "WaitForFirstConsumer",
        };
        var answer = await client.Create(Resources.StorageClasses.Path(), document, cancellation).ConfigureAwait(false);
        if (!answer.IsConflict) answer.OrThrow("create storage class standard");
    }
}
