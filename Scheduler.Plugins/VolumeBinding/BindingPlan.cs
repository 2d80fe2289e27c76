using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>How the claims of a pod would get their volumes on one node.</summary>
internal sealed class BindingPlan
{
    /// <summary>Claims that take an existing volume.</summary>
    public List<(PersistentVolumeClaim Claim, PersistentVolume Volume)> Bindings { get; } = [];

    /// <summary>Claims for which a volume is made, and the space that was found for it (null where nobody was asked).</summary>
    public List<(DelayedClaim Claim, StorageSpace? Space)> Provisions { get; } = [];

    public void Clear()
    {
        Bindings.Clear();
        Provisions.Clear();
    }

    /// <summary>True where a claim of the plan takes the volume.</summary>
    public bool Takes(PersistentVolume volume)
    {
        foreach ((_, PersistentVolume taken) in Bindings)
            if (taken.Metadata.Name == volume.Metadata.Name) return true;
        return false;
    }
}
