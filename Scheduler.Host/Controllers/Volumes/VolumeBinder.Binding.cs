using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Volumes;

/// <content>The four writes of a binding, each left out where it has been done, and what becomes of volumes afterwards.</content>
public sealed partial class VolumeBinder
{
    /// <summary>First the volume, which can be meant for one claim only; then the claim, which everybody looks at.</summary>
    private async Task Bind(JsonObject volume, JsonObject claim, CancellationToken cancellation)
    {
        var meant = VolumeDocuments.ClaimRef(volume);
        if (meant?.Text("uid") != claim.Uid())
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = volume.ResourceVersion() },
                ["spec"] = new JsonObject { ["claimRef"] = VolumeDocuments.Reference(claim) },
            };
            if (meant is null) patch["metadata"]!["annotations"] = new JsonObject { [VolumeDocuments.BoundByController] = "yes" };
            if (await view.Merge(Resources.PersistentVolumes, volume, patch, null, cancellation).ConfigureAwait(false) is not { } changed) return;
            volume = changed;
        }
        await SetVolumePhase(volume, "Bound", null, cancellation).ConfigureAwait(false);

        var annotations = new JsonObject();
        var spec = new JsonObject();
        if (VolumeDocuments.VolumeOf(claim) != volume.ObjectName())
        {
            spec["volumeName"] = volume.ObjectName();
            annotations[VolumeDocuments.BoundByController] = "yes";
        }
        if (claim.Annotation(VolumeDocuments.BindCompleted) is null) annotations[VolumeDocuments.BindCompleted] = "yes";
        if (annotations.Count > 0)
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = claim.Uid(), ["annotations"] = annotations } };
            if (spec.Count > 0) patch["spec"] = spec;
            if (await view.Merge(Resources.PersistentVolumeClaims, claim, patch, null, cancellation).ConfigureAwait(false) is not { } changed) return;
            claim = changed;
        }
        var status = new JsonObject { ["phase"] = "Bound" };
        if (VolumeDocuments.Phase(claim) != "Bound")
        {
            status["accessModes"] = volume.Child("spec")?["accessModes"]?.DeepClone();
            status["capacity"] = volume.Child("spec")?["capacity"]?.DeepClone();
        }
        await view.SetStatus(Resources.PersistentVolumeClaims, claim, status, cancellation).ConfigureAwait(false);
    }

    private async Task SettleVolume(JsonObject volume, CancellationToken cancellation)
    {
        if (VolumeDocuments.ClaimRef(volume)?.Text("uid") is not { Length: > 0 } uid)
        {
            await SetVolumePhase(volume, "Available", null, cancellation).ConfigureAwait(false);
            return;
        }
        if (await FindClaim(volume, cancellation).ConfigureAwait(false) is not { } claim || claim.Uid() != uid)
        {
            await Release(volume, cancellation).ConfigureAwait(false);
        }
        else if (VolumeDocuments.VolumeOf(claim) == volume.ObjectName())
        {
            await SetVolumePhase(volume, "Bound", null, cancellation).ConfigureAwait(false);
        }
        else if (VolumeDocuments.VolumeOf(claim).Length > 0)
        {
            // The claim has married another one. A volume that was made for it is of no use to anybody; others are free again.
            if (volume.Annotation(VolumeDocuments.ProvisionedBy) is not null) await Release(volume, cancellation).ConfigureAwait(false);
            else if (volume.Annotation(VolumeDocuments.BoundByController) is not null) await Unbind(volume, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A claim that the mirror has not is asked for: a volume is given away for good.</summary>
    private async Task<JsonObject?> FindClaim(JsonObject volume, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.PersistentVolumeClaims, VolumeDocuments.ClaimKey(volume)) is { } known) return known;
        var reference = VolumeDocuments.ClaimRef(volume)!;
        var answer = await view.Client.Get(Resources.PersistentVolumeClaims.Path(reference.Text("namespace"), reference.Text("name")), cancellation).ConfigureAwait(false);
        return answer.IsGone ? null : answer.OrThrow($"get claim of volume {volume.ObjectName()}").Document;
    }

    private async Task Release(JsonObject volume, CancellationToken cancellation)
    {
        if (VolumeDocuments.Phase(volume) == "Failed") return;
        var policy = volume.Child("spec")?.Text("persistentVolumeReclaimPolicy") ?? "Retain";
        var isMade = volume.Annotation(VolumeDocuments.ProvisionedBy) is not null;
        if (policy == "Retain" || isMade)
        {
            await SetVolumePhase(volume, "Released", null, cancellation).ConfigureAwait(false); // Whoever made it deletes it, where that is its policy.
            return;
        }
        var message = policy == "Delete" ? "error getting deleter volume plugin for volume \"" + volume.ObjectName() + "\": no deletable volume plugin matched" : "No recycler plugin found for the volume!";
        await SetVolumePhase(volume, "Failed", message, cancellation).ConfigureAwait(false);
        view.Events.Warning(Component, volume, policy == "Delete" ? "VolumeFailedDelete" : "VolumeFailedRecycle", message);
    }

    private async Task Unbind(JsonObject volume, CancellationToken cancellation)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = volume.ResourceVersion(), ["annotations"] = new JsonObject { [VolumeDocuments.BoundByController] = null } },
            ["spec"] = new JsonObject { ["claimRef"] = null },
        };
        if (await view.Merge(Resources.PersistentVolumes, volume, patch, null, cancellation).ConfigureAwait(false) is { } free)
            await SetVolumePhase(free, "Available", null, cancellation).ConfigureAwait(false);
    }

    private Task SetVolumePhase(JsonObject volume, string phase, string? message, CancellationToken cancellation)
    {
        var status = new JsonObject { ["phase"] = phase };
        if (VolumeDocuments.Phase(volume) != phase)
        {
            status["lastPhaseTransitionTime"] = view.Timestamp;
            status["message"] = message;
        }
        return view.SetStatus(Resources.PersistentVolumes, volume, status, cancellation);
    }
}
