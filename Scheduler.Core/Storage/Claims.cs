using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Storage;

/// <summary>Questions about claims and volumes that several parts ask.</summary>
public static class Claims
{
    /// <summary>The class that a claim names, or empty.</summary>
    public static string ClassName(this PersistentVolumeClaim claim) =>
        claim.Metadata.Annotations[StorageNames.BetaClass] ?? claim.StorageClassName ?? "";

    /// <summary>The class that a volume belongs to, or empty.</summary>
    public static string ClassName(this PersistentVolume volume) =>
        volume.Metadata.Annotations[StorageNames.BetaClass] ?? volume.StorageClassName;

    /// <summary>True once a claim has its volume and the volume controller says that binding is complete.</summary>
    public static bool IsFullyBound(this PersistentVolumeClaim claim) =>
        claim.VolumeName.Length > 0 && claim.Metadata.Annotations.ContainsKey(StorageNames.BindCompleted);

    /// <summary>True where the volume is reserved for this very claim.</summary>
    public static bool IsFor(this ClaimReference reference, PersistentVolumeClaim claim) =>
        reference.Name == claim.Metadata.Name
        && reference.Namespace == claim.Metadata.Namespace
        && (reference.Uid.Length == 0 || reference.Uid == claim.Metadata.Uid);

    /// <summary>True where the claim of an ephemeral volume was made for this pod and not for an earlier one of the same name.</summary>
    public static bool IsOwnedBy(this PersistentVolumeClaim claim, PodInfo pod) => claim.Metadata.Controller is { } owner && owner.Uid == pod.Uid;

    /// <summary>What <see cref="IsOwnedBy"/> being false is called.</summary>
    public static string NotOwner(PersistentVolumeClaim claim, PodInfo pod) =>
        $"PVC {claim.Metadata.Key} was not created for pod {pod.Key} (pod is not owner)";

    /// <summary>What a missing claim is called.</summary>
    public static string NotFound(string claimName) => $"persistentvolumeclaim \"{claimName}\" not found";

    /// <summary>What a class without binding mode is called.</summary>
    public static string NoBindingMode(string className) => $"VolumeBindingMode not set for StorageClass \"{className}\"";
}
