using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>A claim that gets its volume together with its pod's node: what can be said about it before any node is looked at.</summary>
internal sealed class DelayedClaim
{
    private readonly List<Choice> choices = [];
    private int[] takenByRow = [];

    public PersistentVolumeClaim Claim { get; private set; } = null!;

    public StorageClass Class { get; private set; } = null!;

    /// <summary>The node that was selected for provisioning before, or null.</summary>
    public string? SelectedNode { get; private set; }

    /// <summary>Bytes that the claim asks for; null where it does not say.</summary>
    public long? RequestedBytes { get; private set; }

    /// <summary>True where the driver tells how much space it has, so that it must be asked.</summary>
    public bool ChecksCapacity { get; private set; }

    /// <summary>True where a volume is reserved for the claim: it is this one or none.</summary>
    public bool IsReserved { get; private set; }

    /// <summary>The volumes that suit the claim, best first; a node takes the first that it reaches.</summary>
    public List<Choice> Choices => choices;

    /// <summary>Scratch of the filter over sets: rows on which the claim finds no volume.</summary>
    public NodeSet Unmatched { get; } = new();

    /// <summary>Scratch of the filter over sets: by row, the index of the choice that the claim takes there. Only for rows that are matched.</summary>
    public Span<int> TakenByRow(int rows)
    {
        if (takenByRow.Length < rows) takenByRow = new int[rows];
        return takenByRow;
    }

    /// <summary>Makes the claim ready; says what is wrong with it, or null.</summary>
    public string? Prepare(PersistentVolumeClaim claim, StorageClass storageClass, Cluster cluster, VolumeIndex volumes, VolumeTopologies topologies)
    {
        Claim = claim;
        Class = storageClass;
        SelectedNode = claim.Metadata.Annotations[StorageNames.SelectedNode];
        RequestedBytes = claim.RequestedStorage?.Value;
        ChecksCapacity = RequestedBytes is not null && cluster.CsiDrivers.Find(storageClass.Provisioner) is { StorageCapacity: true };
        IsReserved = false;
        choices.Clear();
        if (SelectedNode is not null) return null;

        string className = claim.ClassName();
        foreach (PersistentVolume volume in volumes.ReservedFor(claim.Metadata.Key))
        {
            if (volume.ClassName() != className || !volume.ClaimRef!.IsFor(claim) || !Suits(volume)) continue;
            IsReserved = true;
            choices.Add(new(volume, topologies.Of(volume)));
            return null;
        }

        Selector selector = Selector.Everything;
        if (claim.Selector is not null)
        {
            if (Selector.Parse(claim.Selector, out string error) is not { } parsed) return $"error creating internal label selector for claim: {error}";
            selector = parsed;
        }

        foreach (PersistentVolume volume in volumes.Free(className))
        {
            if (volume.Phase != StorageNames.Available || !Suits(volume) || !selector.Matches(volume.Metadata.Labels)) continue;
            if (OffersModes(volume)) choices.Add(new(volume, topologies.Of(volume)));
        }

        return null;
    }

    private bool Suits(PersistentVolume volume) =>
        volume.Capacity.CompareTo(Claim.RequestedStorage ?? Quantity.Zero) >= 0
        && (volume.VolumeMode ?? "Filesystem") == (Claim.VolumeMode ?? "Filesystem")
        && (volume.VolumeAttributesClassName ?? "") == (Claim.VolumeAttributesClassName ?? "")
        && volume.Metadata.DeletionTimestamp is null;

    private bool OffersModes(PersistentVolume volume)
    {
        foreach (string mode in Claim.AccessModes)
            if (Array.IndexOf(volume.AccessModes, mode) < 0) return false;
        return true;
    }

    /// <summary>A volume and the nodes that reach it (null: all).</summary>
    internal readonly record struct Choice(PersistentVolume Volume, VolumeTopology? Topology);
}
