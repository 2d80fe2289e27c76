using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.PodTopologySpread;

/// <content>What can turn a no into a yes: counts that change, and domains that come, go or change.</content>
/// <remarks>
/// Pods that come count as much as those that go: they can raise the smallest count. Which nodes count is told apart no further than by their
/// labels and taints.
/// </remarks>
public sealed partial class PodTopologySpread
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.Pod, EventAction.Add | EventAction.UpdatePodLabel | EventAction.UpdatePodTolerations | EventAction.Delete, PodHelps),
        new(EventResource.Node, EventAction.Add | EventAction.Delete | EventAction.UpdateNodeLabel | EventAction.UpdateNodeTaint, NodeHelps),
    ];

    private PlannedConstraint[] HardOf(PodInfo pod) => plans.Of(pod)?.Hard ?? [];

    private bool PodHelps(PodInfo pod, ClusterEvent happened)
    {
        bool self = EventPods.IsSelf(pod, happened);
        if (!self && !(EventPods.SubjectOf(happened).NamespaceId == pod.NamespaceId && EventPods.TakesRoom(happened, cluster))) return false;
        PlannedConstraint[] constraints = HardOf(pod);
        if (happened is not { Old: PodInfo before, New: PodInfo now })
            return Array.Exists(constraints, planned => planned.Selector.Matches(EventPods.SubjectOf(happened).Labels));
        if (self && before.Spec.Tolerations.Id != now.Spec.Tolerations.Id && Array.Exists(constraints, planned => planned.Constraint.HonorsTaints)) return true;
        return Array.Exists(constraints, planned => planned.Selector.Matches(before.Labels) != planned.Selector.Matches(now.Labels));
    }

    private bool NodeHelps(PodInfo pod, ClusterEvent happened)
    {
        PlannedConstraint[] constraints = HardOf(pod);
        if (happened is not { Old: Node before, New: Node now }) return CarriesAllKeys((Node)(happened.New ?? happened.Old)!, constraints);
        if (CarriesAllKeys(before, constraints) != CarriesAllKeys(now, constraints)) return true;
        return CarriesAllKeys(now, constraints) && (IsInOtherDomain(before, now, constraints) || !before.Taints.SequenceEqual(now.Taints));
    }

    private static bool CarriesAllKeys(Node node, PlannedConstraint[] constraints) =>
        Array.TrueForAll(constraints, planned => node.Metadata.Labels.ContainsKey(planned.Constraint.TopologyKey));

    private static bool IsInOtherDomain(Node before, Node now, PlannedConstraint[] constraints) =>
        Array.Exists(constraints, planned => before.Metadata.Labels[planned.Constraint.TopologyKey] != now.Metadata.Labels[planned.Constraint.TopologyKey]);
}
