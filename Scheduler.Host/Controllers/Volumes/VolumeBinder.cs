using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Volumes;

/// <summary>
/// Marries claims and volumes, each with a reference to the other, and takes volumes back when their claim is gone.
/// <code>
/// claim:   Pending ──volume found──▶ Bound ──volume gone, or another's──▶ Lost
/// volume:  Available ──▶ Bound ──claim gone──▶ Released ──▶ deleted by its provisioner, kept, or Failed
/// </code>
/// Claims of a class that waits for its first consumer get the volume that the scheduler has chosen for them, or one made on the node that it chose.
/// Half a marriage, as after a crash, is completed.
/// </summary>
public sealed partial class VolumeBinder(ClusterView view) : IController
{
    private const string Component = "persistentvolume-controller";
    private const string ClaimPrefix = "claim:";
    private const string VolumePrefix = "volume:";

    public string Name => "persistentvolume-binder";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.PersistentVolumes, Resources.PersistentVolumeClaims, Resources.StorageClasses];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.PersistentVolumeClaims)
        {
            if (!deleted) yield return ClaimPrefix + document.Key();
            if (VolumeDocuments.VolumeOf(document) is { Length: > 0 } volume) yield return VolumePrefix + volume;
            yield break;
        }
        if (resource == Resources.PersistentVolumes)
        {
            if (!deleted) yield return VolumePrefix + document.ObjectName();
            if (VolumeDocuments.ClaimKey(document) is { Length: > 0 } claim) yield return ClaimPrefix + claim;
            if (VolumeDocuments.ClaimRef(document) is not null || deleted) yield break;
        }

        // A free volume, or a class that has changed, may be what a claim waits for.
        foreach (var waiting in view.Mirror.All(Resources.PersistentVolumeClaims).Where(claim => VolumeDocuments.VolumeOf(claim).Length == 0))
            if (VolumeDocuments.ClassOf(waiting) == (resource == Resources.StorageClasses ? document.ObjectName() : VolumeDocuments.ClassOf(document))) yield return ClaimPrefix + waiting.Key();
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (key.StartsWith(VolumePrefix, StringComparison.Ordinal))
        {
            if (view.Mirror.Find(Resources.PersistentVolumes, key[VolumePrefix.Length..]) is { } volume) await SettleVolume(volume, cancellation).ConfigureAwait(false);
        }
        else if (view.Mirror.Find(Resources.PersistentVolumeClaims, key[ClaimPrefix.Length..]) is { } claim)
        {
            if (claim.Annotation(VolumeDocuments.BindCompleted) is null) await SettleUnbound(claim, cancellation).ConfigureAwait(false);
            else await SettleBound(claim, cancellation).ConfigureAwait(false);
        }
        return null;
    }

    private async Task SettleUnbound(JsonObject claim, CancellationToken cancellation)
    {
        var name = VolumeDocuments.VolumeOf(claim);
        if (name.Length > 0)
        {
            // Its owner, or we ourselves before a crash, chose the volume.
            var volume = view.Mirror.Find(Resources.PersistentVolumes, name);
            if (volume is not null && (VolumeDocuments.ClaimRef(volume) is null || VolumeDocuments.IsMeantFor(volume, claim))) await Bind(volume, claim, cancellation).ConfigureAwait(false);
            else await SetClaimPhase(claim, "Pending", cancellation).ConfigureAwait(false);
            return;
        }
        if (claim.IsTerminating()) return;
        var storageClass = view.Mirror.Find(Resources.StorageClasses, VolumeDocuments.ClassOf(claim));
        var waits = storageClass?.Text("volumeBindingMode") == "WaitForFirstConsumer";
        if (VolumeMatch.Find(view.Mirror.All(Resources.PersistentVolumes), claim, onlyMeant: waits) is { } found)
        {
            await Bind(found, claim, cancellation).ConfigureAwait(false);
            return;
        }
        if (waits && claim.Annotation(VolumeDocuments.SelectedNode) is null)
            view.Events.Normal(Component, claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        else if (storageClass is not null)
            await AskForVolume(claim, storageClass, cancellation).ConfigureAwait(false);
        else if (VolumeDocuments.ClassOf(claim).Length > 0)
            view.Events.Warning(Component, claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{VolumeDocuments.ClassOf(claim)}\" not found");
        else
            view.Events.Normal(Component, claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
        await SetClaimPhase(claim, "Pending", cancellation).ConfigureAwait(false);
    }

    /// <summary>Says on the claim which provisioner has to make its volume; that one watches for it.</summary>
    private async Task AskForVolume(JsonObject claim, JsonObject storageClass, CancellationToken cancellation)
    {
        var provisioner = storageClass.Text("provisioner") ?? "";
        if (provisioner == "kubernetes.io/no-provisioner")
        {
            view.Events.Warning(Component, claim, "ProvisioningFailed", $"no volume plugin matched name: {provisioner}");
            return;
        }
        if (claim.Annotation(VolumeDocuments.Provisioner) != provisioner)
        {
            var annotations = new JsonObject { [VolumeDocuments.Provisioner] = provisioner, [VolumeDocuments.ProvisionerBeta] = provisioner };
            await view.Merge(Resources.PersistentVolumeClaims, claim, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } }, null, cancellation).ConfigureAwait(false);
        }
        view.Events.Normal(Component, claim, "ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
    }

    private async Task SettleBound(JsonObject claim, CancellationToken cancellation)
    {
        var name = VolumeDocuments.VolumeOf(claim);
        var volume = view.Mirror.Find(Resources.PersistentVolumes, name);
        if (name.Length == 0) await Lose(claim, "ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!", cancellation).ConfigureAwait(false);
        else if (volume is null) await Lose(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!", cancellation).ConfigureAwait(false);
        else if (VolumeDocuments.ClaimRef(volume) is null || VolumeDocuments.IsMeantFor(volume, claim)) await Bind(volume, claim, cancellation).ConfigureAwait(false);
        else await Lose(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly", cancellation).ConfigureAwait(false);
    }

    private async Task Lose(JsonObject claim, string reason, string message, CancellationToken cancellation)
    {
        if (VolumeDocuments.Phase(claim) == "Lost") return;
        await SetClaimPhase(claim, "Lost", cancellation).ConfigureAwait(false);
        view.Events.Warning(Component, claim, reason, message);
    }

    private Task SetClaimPhase(JsonObject claim, string phase, CancellationToken cancellation) =>
        view.SetStatus(Resources.PersistentVolumeClaims, claim, new JsonObject { ["phase"] = phase }, cancellation);
}
