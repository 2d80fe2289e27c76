using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins;

/// <summary>What the hints of several plugins ask about the pods and claims of an event (docs/semantics.md 5.5).</summary>
internal static class EventPods
{
    /// <summary>The pod that a pod event is about: as it is now, or as it was last.</summary>
    public static PodInfo SubjectOf(ClusterEvent happened) => (PodInfo)(happened.New ?? happened.Old)!;

    /// <summary>True where the event is about the waiting pod itself.</summary>
    public static bool IsSelf(PodInfo waiting, ClusterEvent happened) => SubjectOf(happened).Uid == waiting.Uid;

    /// <summary>True where the pod has a node, or is assumed to have one.</summary>
    public static bool IsAssigned(PodInfo pod) => pod.Row >= 0 || pod.Pod.Spec.NodeName.Length > 0;

    /// <summary>True where the pod of the event has, or had, a node or the promise of room on one.</summary>
    /// <remarks>
    /// Deletions are told of such pods only (docs/semantics.md 5.4), and by then the cluster has forgotten what it assumed of a pod or promised it:
    /// that a deleted pod does not name its node says nothing.
    /// </remarks>
    public static bool TakesRoom(ClusterEvent happened, Cluster cluster)
    {
        if (happened.Action == EventAction.Delete) return true;
        PodInfo pod = SubjectOf(happened);
        return IsAssigned(pod) || pod.Pod.Status.NominatedNodeName.Length > 0 || cluster.Nominations.NodeOf(pod) is not null;
    }

    /// <summary>True where the pod names the claim in a <c>persistentVolumeClaim</c> volume.</summary>
    public static bool Names(PodInfo pod, PersistentVolumeClaim claim) => Array.IndexOf(pod.Spec.Volumes.ClaimKeys, claim.Metadata.Key) >= 0;

    /// <summary>True where the pod names the claim, or the claim has the name that one of its ephemeral volumes gives to its claim.</summary>
    public static bool Uses(PodInfo pod, PersistentVolumeClaim claim) =>
        pod.Namespace == claim.Metadata.Namespace
        && Array.Exists(pod.Spec.Volumes.Claimed, volume => volume.NameFor(pod) == claim.Metadata.Name);
}
