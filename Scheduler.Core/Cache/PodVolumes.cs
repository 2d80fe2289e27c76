using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>What scheduling reads of a pod's volumes. Config maps, tokens, empty directories and the like leave nothing here.</summary>
public sealed class PodVolumes
{
    /// <summary>No volume that scheduling reads.</summary>
    public static readonly PodVolumes None = new();

    private PodVolumes()
    {
    }

    /// <summary>Volumes by claim, generic ephemeral ones included, in order.</summary>
    public ClaimedVolume[] Claimed { get; private init; } = [];

    /// <summary>Names of the claims of <c>persistentVolumeClaim</c> volumes, in order; a name may be empty or repeated.</summary>
    public string[] ClaimNames { get; private init; } = [];

    /// <summary>The same as <c>namespace/name</c>.</summary>
    public string[] ClaimKeys { get; private init; } = [];

    /// <summary>Inline disks that cannot be shared at will: GCE PD, EBS, RBD, iSCSI.</summary>
    public Volume[] Disks { get; private init; } = [];

    /// <summary>Inline volumes of in-tree types that have a CSI successor.</summary>
    public Volume[] Migratable { get; private init; } = [];

    /// <summary>Volumes that may count against a node's limit: no more than this are ever attached for the pod.</summary>
    public int AttachableCount => Claimed.Length + Migratable.Length;

    /// <summary>The part of a spec that matters for a pod of this namespace.</summary>
    public static PodVolumes Of(PodSpec spec, string nameSpace)
    {
        ClaimedVolume[] claimed =
        [
            .. spec.Volumes.Where(volume => volume.ClaimName is not null || volume.IsEphemeral)
                .Select(volume => new ClaimedVolume(volume, volume.ClaimName is null ? null : $"{nameSpace}/{volume.ClaimName}")),
        ];
        Volume[] disks = Array.FindAll(spec.Volumes, IsDisk);
        Volume[] migratable = Array.FindAll(spec.Volumes, IsMigratable);
        if (claimed.Length + disks.Length + migratable.Length == 0) return None;
        ClaimedVolume[] named = Array.FindAll(claimed, volume => volume.Key is not null);
        return new()
        {
            Claimed = claimed,
            ClaimNames = Array.ConvertAll(named, volume => volume.Volume.ClaimName!),
            ClaimKeys = Array.ConvertAll(named, volume => volume.Key!),
            Disks = disks,
            Migratable = migratable,
        };
    }

    private static bool IsDisk(Volume volume) =>
        volume.GcePersistentDisk is not null || volume.AwsElasticBlockStore is not null || volume.Rbd is not null || volume.Iscsi is not null;

    private static bool IsMigratable(Volume volume) =>
        volume.GcePersistentDisk is not null || volume.AwsElasticBlockStore is not null || volume.MigratableSource is not null;
}

/// <summary>A volume behind which a claim stands.</summary>
/// <param name="Volume">The volume.</param>
/// <param name="Key"><c>namespace/name</c> of the claim; null for an ephemeral volume, whose claim is named after the pod.</param>
public readonly record struct ClaimedVolume(Volume Volume, string? Key)
{
    /// <summary>True where the claim was made for the pod and goes with it.</summary>
    public bool IsEphemeral => Key is null;

    /// <summary>The name of the claim.</summary>
    public string NameFor(PodInfo pod) => Volume.ClaimName ?? $"{pod.Name}-{Volume.Name}";

    /// <summary><c>namespace/name</c> of the claim.</summary>
    public string KeyFor(PodInfo pod) => Key ?? $"{pod.Namespace}/{pod.Name}-{Volume.Name}";
}
