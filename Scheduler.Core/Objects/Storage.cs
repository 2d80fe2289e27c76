namespace Scheduler.Core.Objects;

public sealed record PersistentVolume : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public Quantity Capacity { get; init; }
    public string[] AccessModes { get; init; } = [];
    public string StorageClassName { get; init; } = "";

    /// <summary>Null means Filesystem.</summary>
    public string? VolumeMode { get; init; }
    public string? VolumeAttributesClassName { get; init; }
    public ClaimReference? ClaimRef { get; init; }

    /// <summary><c>nodeAffinity.required</c>; null where absent.</summary>
    public NodeSelector? NodeAffinity { get; init; }
    public string Phase { get; init; } = "";

    /// <summary><c>spec.csi</c>; null for other sources.</summary>
    public CsiVolumeSource? Csi { get; init; }

    /// <summary>Field name of an in-tree source with a CSI successor (awsElasticBlockStore, gcePersistentDisk, ...); null otherwise.</summary>
    public string? MigratableSource { get; init; }

    /// <summary>The identity of that source: disk name or volume id.</summary>
    public string MigratableHandle { get; init; } = "";
}

public sealed record CsiVolumeSource(string Driver, string VolumeHandle);

public sealed record ClaimReference(string Namespace, string Name, string Uid);

public sealed record PersistentVolumeClaim : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public string VolumeName { get; init; } = "";

    /// <summary>Null where absent; an annotation may name the class instead.</summary>
    public string? StorageClassName { get; init; }
    public string[] AccessModes { get; init; } = [];
    public string? VolumeMode { get; init; }
    public string? VolumeAttributesClassName { get; init; }
    public LabelSelector? Selector { get; init; }

    /// <summary><c>resources.requests.storage</c>; null where absent.</summary>
    public Quantity? RequestedStorage { get; init; }
    public string Phase { get; init; } = "";
}

public sealed record StorageClass : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public string Provisioner { get; init; } = "";

    /// <summary>Null where absent, which is an error for the scheduler.</summary>
    public string? VolumeBindingMode { get; init; }
    public TopologySelectorTerm[] AllowedTopologies { get; init; } = [];
}

/// <summary>Keys of which every one must have one of its values.</summary>
public sealed record TopologySelectorTerm(KeyValuePair<string, string[]>[] MatchLabelExpressions);

public sealed record CsiNode : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public CsiNodeDriver[] Drivers { get; init; } = [];
}

/// <summary>A driver on a node. Count is the limit of volumes, null where there is none.</summary>
public sealed record CsiNodeDriver(string Name, string NodeId, string[] TopologyKeys, int? Count);

public sealed record CsiDriver : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public bool StorageCapacity { get; init; }
    public bool PreventPodSchedulingIfMissing { get; init; }
}

public sealed record CsiStorageCapacity : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public string StorageClassName { get; init; } = "";
    public LabelSelector? NodeTopology { get; init; }
    public Quantity? Capacity { get; init; }
    public Quantity? MaximumVolumeSize { get; init; }
}

public sealed record VolumeAttachment : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public string Attacher { get; init; } = "";
    public string NodeName { get; init; } = "";
    public string? PersistentVolumeName { get; init; }
}
