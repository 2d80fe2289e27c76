using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Queue;

/// <summary>Splits updates into what changed (docs/semantics.md 5.4).</summary>
public static class EventSplitting
{
    /// <summary>The events of a node's update; none where nothing changed that anybody waits for.</summary>
    public static IReadOnlyList<ClusterEvent> Of(Node old, Node node)
    {
        List<ClusterEvent> events = [];
        if (!old.Allocatable.Items.SequenceEqual(node.Allocatable.Items)) Add(EventAction.UpdateNodeAllocatable);
        if (!old.Metadata.Labels.Equals(node.Metadata.Labels)) Add(EventAction.UpdateNodeLabel);
        if (!old.Taints.AsSpan().SequenceEqual(node.Taints) || (old.Unschedulable && !node.Unschedulable)) Add(EventAction.UpdateNodeTaint);
        if (!SameConditions(old, node)) Add(EventAction.UpdateNodeCondition);
        if (!old.Metadata.Annotations.Equals(node.Metadata.Annotations)) Add(EventAction.UpdateNodeAnnotation);
        if (!old.DeclaredFeatures.AsSpan().SequenceEqual(node.DeclaredFeatures)) Add(EventAction.UpdateNodeDeclaredFeatures);
        return events;

        void Add(EventAction action) => events.Add(new(EventResource.Node, action, old, node));
    }

    /// <summary>The events of a pod's update; a generic one where it is none of the named ones.</summary>
    public static IReadOnlyList<ClusterEvent> Of(PodInfo old, PodInfo pod)
    {
        List<ClusterEvent> events = [];
        if (!old.Labels.Equals(pod.Labels)) Add(EventAction.UpdatePodLabel);
        if (ScalesDown(old, pod)) Add(EventAction.UpdatePodScaleDown);
        if (old.Pod.Spec.SchedulingGates.Length > 0 && pod.Pod.Spec.SchedulingGates.Length == 0) Add(EventAction.UpdatePodGatesEliminated);
        if (!old.Pod.Spec.Tolerations.AsSpan().SequenceEqual(pod.Pod.Spec.Tolerations)) Add(EventAction.UpdatePodTolerations);
        if (!old.Pod.Status.ResourceClaimStatuses.AsSpan().SequenceEqual(pod.Pod.Status.ResourceClaimStatuses)) Add(EventAction.UpdatePodGeneratedClaims);
        if (events.Count == 0) Add(EventAction.Update);
        return events;

        void Add(EventAction action) => events.Add(new(EventResource.Pod, action, old, pod));
    }

    private static bool SameConditions(Node old, Node node)
    {
        if (old.Conditions.Length != node.Conditions.Length) return false;
        for (int i = 0; i < old.Conditions.Length; i++)
            if (old.Conditions[i].Type != node.Conditions[i].Type || old.Conditions[i].Status != node.Conditions[i].Status) return false;
        return true;
    }

    private static bool ScalesDown(PodInfo old, PodInfo pod)
    {
        foreach (int id in old.OnNode.Ids)
            if (pod.OnNode[id] < old.OnNode[id]) return true;
        return false;
    }
}
