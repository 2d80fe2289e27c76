namespace Scheduler.Core.Objects;

/// <summary>An entry of <c>spec.volumes</c>: the sources that scheduling reads; at most one of them is set.</summary>
public sealed record Volume
{
    public string Name { get; init; } = "";

    /// <summary><c>persistentVolumeClaim.claimName</c>; null where the source is another one.</summary>
    public string? ClaimName { get; init; }

    /// <summary>True for a generic <c>ephemeral</c> volume: its claim is named <c>pod-volume</c>.</summary>
    public bool IsEphemeral { get; init; }

    /// <summary>Class name of the ephemeral volume's claim template, null where absent.</summary>
    public string? EphemeralStorageClassName { get; init; }
    public GcePersistentDisk? GcePersistentDisk { get; init; }
    public AwsElasticBlockStore? AwsElasticBlockStore { get; init; }
    public RbdVolume? Rbd { get; init; }
    public IscsiVolume? Iscsi { get; init; }

    /// <summary><c>csi.driver</c> of an inline CSI volume.</summary>
    public string? CsiDriver { get; init; }

    /// <summary><c>image.reference</c> of an image volume.</summary>
    public string? ImageReference { get; init; }

    /// <summary>Other inline in-tree types that have a CSI successor, by field name: azureDisk, azureFile, cinder, vsphereVolume, portworxVolume.</summary>
    public string? MigratableSource { get; init; }

    /// <summary>The identity of that source: disk name or volume id.</summary>
    public string MigratableHandle { get; init; } = "";

    /// <summary>True where scheduling reads something of it. Nothing is read of tokens, config maps, empty directories and the like.</summary>
    public bool Concerns => this is not
    {
        ClaimName: null, IsEphemeral: false, GcePersistentDisk: null, AwsElasticBlockStore: null, Rbd: null, Iscsi: null, CsiDriver: null,
        ImageReference: null, MigratableSource: null,
    };
}

public sealed record GcePersistentDisk(string PdName, bool ReadOnly);

public sealed record AwsElasticBlockStore(string VolumeId, bool ReadOnly);

public sealed record RbdVolume(string[] Monitors, string Pool, string Image, bool ReadOnly);

public sealed record IscsiVolume(string Iqn, string TargetPortal, int Lun, bool ReadOnly);
