using System.Collections.Frozen;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Storage;

/// <summary>In-tree volume types whose work is done by a CSI driver now: their provisioners, drivers and volume handles.</summary>
public static class CsiMigration
{
    private const string Unspecified = "UNSPECIFIED";

    private static readonly FrozenDictionary<string, string> DriverByProvisioner = new Dictionary<string, string>
    {
        ["kubernetes.io/aws-ebs"] = "ebs.csi.aws.com",
        ["kubernetes.io/gce-pd"] = "pd.csi.storage.gke.io",
        ["kubernetes.io/azure-disk"] = "disk.csi.azure.com",
        ["kubernetes.io/cinder"] = "cinder.csi.openstack.org",
        ["kubernetes.io/portworx-volume"] = "pxd.portworx.com",

        // Files and vSphere disks migrate too, but are not counted against limits.
        ["kubernetes.io/azure-file"] = "",
        ["kubernetes.io/vsphere-volume"] = "",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ProvisionerByField = new Dictionary<string, string>
    {
        ["awsElasticBlockStore"] = "kubernetes.io/aws-ebs",
        ["gcePersistentDisk"] = "kubernetes.io/gce-pd",
        ["azureDisk"] = "kubernetes.io/azure-disk",
        ["cinder"] = "kubernetes.io/cinder",
        ["portworxVolume"] = "kubernetes.io/portworx-volume",
        ["azureFile"] = "kubernetes.io/azure-file",
        ["vsphereVolume"] = "kubernetes.io/vsphere-volume",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The driver that counts for an in-tree provisioner: empty where its volumes are not counted, null for a provisioner that does not migrate.</summary>
    public static string? DriverOf(string provisioner) => DriverByProvisioner.GetValueOrDefault(provisioner);

    /// <summary>Driver and handle of an inline volume of an in-tree type; null where it is not counted.</summary>
    public static (string Driver, string Handle)? Translate(Volume volume) =>
        volume.AwsElasticBlockStore is { } ebs ? Translate("awsElasticBlockStore", ebs.VolumeId, StringMap.Empty)
        : volume.GcePersistentDisk is { } disk ? Translate("gcePersistentDisk", disk.PdName, StringMap.Empty)
        : volume.MigratableSource is { } field ? Translate(field, volume.MigratableHandle, StringMap.Empty)
        : null;

    /// <summary>Driver and handle of a persistent volume of an in-tree type; null where it is not counted.</summary>
    public static (string Driver, string Handle)? Translate(PersistentVolume volume) =>
        volume.MigratableSource is { } field ? Translate(field, volume.MigratableHandle, volume.Metadata.Labels) : null;

    private static (string Driver, string Handle)? Translate(string field, string identity, StringMap labels)
    {
        if (ProvisionerByField.GetValueOrDefault(field) is not { } provisioner || DriverOf(provisioner) is not { Length: > 0 } driver) return null;
        string handle = field switch
        {
            "awsElasticBlockStore" => identity.StartsWith("aws://", StringComparison.Ordinal) ? identity[(identity.LastIndexOf('/') + 1)..] : identity,
            "gcePersistentDisk" => GceHandle(identity, labels),
            _ => identity,
        };
        return (driver, handle);
    }

    private static string GceHandle(string disk, StringMap labels)
    {
        string zones = labels["failure-domain.beta.kubernetes.io/zone"] ?? labels["topology.kubernetes.io/zone"] ?? "";
        if (!zones.Contains("__", StringComparison.Ordinal))
            return $"projects/{Unspecified}/zones/{(zones.Length == 0 ? Unspecified : zones)}/disks/{disk}";
        string zone = zones[..zones.IndexOf("__", StringComparison.Ordinal)];
        int end = zone.LastIndexOf('-');
        return $"projects/{Unspecified}/regions/{(end < 0 ? zone : zone[..end])}/disks/{disk}";
    }
}
