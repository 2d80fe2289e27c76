using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Volumes;

/// <summary>
/// Makes volumes for claims of its own storage classes, and deletes them when they are released: what an external provisioner does. Nothing is behind the
/// volumes, as nothing is behind simulated nodes; one that was made for a node is bound to it like a local disk.
/// </summary>
public sealed class VolumeProvisioner(ClusterView view) : IController
{
    /// <summary>The provisioner that a storage class names.</summary>
    public const string Provisioner = "up.local/simulated";

    public string Name => "volume-provisioner";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.PersistentVolumeClaims, Resources.PersistentVolumes, Resources.StorageClasses];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (deleted) return [];
        if (resource == Resources.PersistentVolumeClaims) return document.Annotation(VolumeDocuments.Provisioner) == Provisioner ? [document.Key()] : [];
        return resource == Resources.PersistentVolumes && IsReleased(document) ? [document.ObjectName()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (!key.Contains('/'))
        {
            if (view.Mirror.Find(Resources.PersistentVolumes, key) is { } released && IsReleased(released) && !released.IsTerminating())
                await view.Delete(Resources.PersistentVolumes, released, "Background", cancellation).ConfigureAwait(false);
            return null;
        }
        if (view.Mirror.Find(Resources.PersistentVolumeClaims, key) is not { } claim || claim.IsTerminating() || VolumeDocuments.VolumeOf(claim).Length > 0) return null;
        if (view.Mirror.Find(Resources.StorageClasses, VolumeDocuments.ClassOf(claim)) is not { } storageClass || storageClass.Text("provisioner") != Provisioner) return null;
        var node = claim.Annotation(VolumeDocuments.SelectedNode);
        if (node is null && storageClass.Text("volumeBindingMode") == "WaitForFirstConsumer") return null;
        if (await view.Create(Resources.PersistentVolumes, "", NewVolume(claim, storageClass, node), cancellation).ConfigureAwait(false) is { } made)
            view.Events.Normal(Provisioner, claim, "ProvisioningSucceeded", $"Successfully provisioned volume {made.ObjectName()}");
        return null;
    }

    private static bool IsReleased(JsonObject volume) =>
        VolumeDocuments.Phase(volume) == "Released" && volume.Annotation(VolumeDocuments.ProvisionedBy) == Provisioner
        && volume.Child("spec")?.Text("persistentVolumeReclaimPolicy") == "Delete";

    private static JsonObject NewVolume(JsonObject claim, JsonObject storageClass, string? node)
    {
        var name = $"pvc-{claim.Uid()}";
        var spec = new JsonObject
        {
            ["capacity"] = new JsonObject { ["storage"] = claim["spec"]!["resources"]!["requests"]!["storage"]!.DeepClone() },
            ["accessModes"] = claim["spec"]!["accessModes"]!.DeepClone(),
            ["volumeMode"] = VolumeDocuments.ModeOf(claim),
            ["storageClassName"] = storageClass.ObjectName(),
            ["persistentVolumeReclaimPolicy"] = storageClass.Text("reclaimPolicy") ?? "Delete",
            ["hostPath"] = new JsonObject { ["path"] = $"/simulated/{name}" },
            ["claimRef"] = VolumeDocuments.Reference(claim),
        };
        if (storageClass["mountOptions"] is { } options) spec["mountOptions"] = options.DeepClone();
        if (node is not null) spec["nodeAffinity"] = On(node);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolume",
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { [VolumeDocuments.ProvisionedBy] = Provisioner } },
            ["spec"] = spec,
        };
    }

    private static JsonObject On(string node)
    {
        var expression = new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) };
        var term = new JsonObject { ["matchFields"] = new JsonArray(expression) };
        return new JsonObject { ["required"] = new JsonObject { ["nodeSelectorTerms"] = new JsonArray(term) } };
    }
}
