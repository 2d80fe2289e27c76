using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeRestrictions;

/// <summary>Which inline disks cannot be used by two pods of one node.</summary>
public static class DiskConflict
{
    /// <summary>True where some disk of the one conflicts with some disk of the other.</summary>
    public static bool Between(PodVolumes a, PodVolumes b)
    {
        foreach (Volume disk in a.Disks)
            foreach (Volume other in b.Disks)
                if (Between(disk, other)) return true;
        return false;
    }

    private static bool Between(Volume a, Volume b)
    {
        if (a.GcePersistentDisk is { } disk && b.GcePersistentDisk is { } otherDisk)
            return disk.PdName == otherDisk.PdName && !(disk.ReadOnly && otherDisk.ReadOnly);
        if (a.AwsElasticBlockStore is { } ebs && b.AwsElasticBlockStore is { } otherEbs)
            return ebs.VolumeId == otherEbs.VolumeId;
        if (a.Iscsi is { } iscsi && b.Iscsi is { } otherIscsi)
            return iscsi.Iqn == otherIscsi.Iqn && !(iscsi.ReadOnly && otherIscsi.ReadOnly);
        return a.Rbd is { } rbd && b.Rbd is { } otherRbd
            && rbd.Pool == otherRbd.Pool && rbd.Image == otherRbd.Image
            && !(rbd.ReadOnly && otherRbd.ReadOnly)
            && Array.Exists(rbd.Monitors, monitor => Array.IndexOf(otherRbd.Monitors, monitor) >= 0);
    }
}
