using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.DynamicResources;

/// <content>What can turn a no into a yes: devices that come or become free, and news of the pod's own claims.</content>
public sealed partial class DynamicResources
{
    private const EventAction AddOrUpdate = EventAction.Add | EventAction.Update;

    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.ResourceClaim, AddOrUpdate, ClaimHelps),
        new(EventResource.Pod, EventAction.UpdatePodGeneratedClaims, GeneratedClaimsHelp),
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeLabel | EventAction.UpdateNodeAllocatable),
        new(EventResource.DeviceClass, AddOrUpdate),
        new(EventResource.ResourceSlice, AddOrUpdate),
    ];

    private static bool ClaimHelps(PodInfo pod, ClusterEvent happened)
    {
        ResourceClaim now = (ResourceClaim)happened.New!;
        if (happened.Old is not ResourceClaim before) return Claims(pod, now);
        if (IsAllocated(before) && !IsAllocated(now)) return true;
        return Claims(pod, now) && !AreEqual(before.Status, now.Status);
    }

    // A claim that was never looked at by anybody has no status.
    private static bool AreEqual(JsonElement some, JsonElement other) =>
        some.ValueKind == JsonValueKind.Undefined || other.ValueKind == JsonValueKind.Undefined
            ? some.ValueKind == other.ValueKind
            : JsonElement.DeepEquals(some, other);

    private static bool IsAllocated(ResourceClaim claim) =>
        claim.Status.ValueKind == JsonValueKind.Object
        && claim.Status.TryGetProperty("allocation", out JsonElement allocation)
        && allocation.ValueKind != JsonValueKind.Null;

    private static bool Claims(PodInfo pod, ResourceClaim claim) =>
        claim.Metadata.Namespace == pod.Namespace
        && Array.Exists(pod.Pod.Spec.ResourceClaims, item => NameOf(item, pod) == claim.Metadata.Name);

    private bool GeneratedClaimsHelp(PodInfo pod, ClusterEvent happened)
    {
        if (!EventPods.IsSelf(pod, happened)) return false;
        PodInfo now = EventPods.SubjectOf(happened);
        return Array.TrueForAll(now.Pod.Spec.ResourceClaims, item => Resolves(item, now));
    }

    /// <summary>True where the claim behind the entry exists and is the pod's to use, or none is needed.</summary>
    private bool Resolves(PodResourceClaim item, PodInfo pod)
    {
        if (NameOf(item, pod) is not { } name) return item.ResourceClaimName is null && HasStatus(item, pod);
        return cluster.ResourceClaims.Find(pod.Namespace, name) is { Metadata.DeletionTimestamp: null } claim
            && (item.ResourceClaimName is not null || claim.Metadata.Controller?.Uid == pod.Uid);
    }

    /// <summary>The name of the claim behind the entry; null where it was not made yet, or none is needed.</summary>
    private static string? NameOf(PodResourceClaim item, PodInfo pod) =>
        item.ResourceClaimName ?? Array.Find(pod.Pod.Status.ResourceClaimStatuses, status => status.Key == item.Name).Value;

    private static bool HasStatus(PodResourceClaim item, PodInfo pod) =>
        Array.Exists(pod.Pod.Status.ResourceClaimStatuses, status => status.Key == item.Name);
}
