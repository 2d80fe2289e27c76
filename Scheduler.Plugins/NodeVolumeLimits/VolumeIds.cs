using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <summary>Finds out which volume is behind a volume of a pod (docs/semantics.md 3.9).</summary>
public sealed class VolumeIds(Cluster cluster)
{
    /// <summary>The volume of an inline source; null where it is not counted. Migration needs a CSI node.</summary>
    public static VolumeId? OfInline(Volume volume, bool hasCsiNode) =>
        hasCsiNode && CsiMigration.Translate(volume) is { } translated ? new(translated.Driver, translated.Handle) : null;

    /// <summary>The volume of a claim, which may not exist yet; null where it is not counted.</summary>
    public VolumeId? OfClaim(PersistentVolumeClaim claim, bool hasCsiNode)
    {
        if (claim.VolumeName.Length == 0 || cluster.PersistentVolumes.Find(claim.VolumeName) is not { } volume) return OfClass(claim, hasCsiNode);
        if (volume.Csi is { } csi) return Counted(csi.Driver, csi.VolumeHandle);
        return hasCsiNode && CsiMigration.Translate(volume) is { } translated ? Counted(translated.Driver, translated.Handle) : null;
    }

    private static VolumeId? Counted(string driver, string handle) => driver.Length == 0 || handle.Length == 0 ? null : new(driver, handle);

    private VolumeId? OfClass(PersistentVolumeClaim claim, bool hasCsiNode)
    {
        // Claims without class are bound before their pods are scheduled, so leaving them out is safe.
        string className = claim.ClassName();
        if (className.Length == 0 || cluster.StorageClasses.Find(className) is not { } storageClass) return null;
        string? successor = CsiMigration.DriverOf(storageClass.Provisioner);
        if (successor is not null && !hasCsiNode) return null;
        string driver = successor ?? storageClass.Provisioner;
        return driver.Length == 0 ? null : new(driver, claim.Metadata.Key, IsClaim: true);
    }
}
