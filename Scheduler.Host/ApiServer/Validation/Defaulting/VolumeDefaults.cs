using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>Volumes of pods, persistent volumes and claims.</summary>
internal static class VolumeDefaults
{
    /// <summary>0644.</summary>
    private const long FileMode = 420;

    public static void ApplyToVolume(JsonObject volume)
    {
        if (volume.Count <= 1)
            volume["emptyDir"] = new JsonObject();
        foreach (string source in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "projected"])
        {
            if (volume.Object(source) is { } files)
                Fill.Number(files, "defaultMode", FileMode);
        }

        DownwardItems(volume.Object("downwardAPI"));
        foreach (JsonObject source in volume.Object("projected")?["sources"].Objects() ?? [])
        {
            DownwardItems(source.Object("downwardAPI"));
            if (source.Object("serviceAccountToken") is { } token)
                Fill.Number(token, "expirationSeconds", 3600);
        }

        if (volume.Object("ephemeral", "volumeClaimTemplate", "spec") is { } claim)
            Fill.Text(claim, "volumeMode", "Filesystem");
        if (volume.Object("image") is { } image)
            Fill.Text(image, "pullPolicy", image.Text("reference")?.Contains('@') == true || HasTag(image.Text("reference") ?? "") ? "IfNotPresent" : "Always");
        ApplyToSource(volume);
    }

    public static void ApplyToPersistentVolume(JsonObject volume)
    {
        Fill.Text(Fill.Object(volume, "status"), "phase", "Pending");
        JsonObject spec = Fill.Object(volume, "spec");
        Fill.Text(spec, "persistentVolumeReclaimPolicy", "Retain");
        Fill.Text(spec, "volumeMode", "Filesystem");
        PodDefaults.RoundUp(spec.Object("capacity"));
        ApplyToSource(spec);
    }

    public static void ApplyToClaim(JsonObject claim)
    {
        Fill.Text(Fill.Object(claim, "status"), "phase", "Pending");
        Fill.Text(Fill.Object(claim, "spec"), "volumeMode", "Filesystem");
        PodDefaults.RoundUp(claim.Object("spec", "resources", "requests"));
    }

    /// <summary>The sources that pods and persistent volumes share.</summary>
    private static void ApplyToSource(JsonObject holder)
    {
        if (holder.Object("hostPath") is { } hostPath)
            Fill.AbsentText(hostPath, "type", "");
        if (holder.Object("iscsi") is { } iscsi)
            Fill.Text(iscsi, "iscsiInterface", "default");
        if (holder.Object("rbd") is { } rbd)
        {
            Fill.Text(rbd, "pool", "rbd");
            Fill.Text(rbd, "user", "admin");
            Fill.Text(rbd, "keyring", "/etc/ceph/keyring");
        }

        if (holder.Object("azureDisk") is { } disk)
        {
            Fill.Text(disk, "cachingMode", "ReadWrite");
            Fill.Text(disk, "kind", "Shared");
            Fill.AbsentText(disk, "fsType", "ext4");
            Fill.Flag(disk, "readOnly", false);
        }

        if (holder.Object("scaleIO") is { } scaleIo)
        {
            Fill.Text(scaleIo, "storageMode", "ThinProvisioned");
            Fill.Text(scaleIo, "fsType", "xfs");
        }
    }

    private static bool HasTag(string image) =>
        image.LastIndexOf(':') > image.LastIndexOf('/') && !image.EndsWith(":latest", StringComparison.Ordinal);

    private static void DownwardItems(JsonObject? downward)
    {
        foreach (JsonObject item in downward?["items"].Objects() ?? [])
        {
            if (item.Object("fieldRef") is { } fieldRef)
                Fill.Text(fieldRef, "apiVersion", "v1");
        }
    }
}
