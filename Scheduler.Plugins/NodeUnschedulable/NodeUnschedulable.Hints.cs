using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeUnschedulable;

/// <content>What can turn a no into a yes: a node that is uncordoned, or a pod that no longer minds.</content>
public sealed partial class NodeUnschedulable
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeTaint, NodeHelps),
        new(EventResource.Pod, EventAction.UpdatePodTolerations, TolerationsHelp),
    ];

    private static bool NodeHelps(PodInfo pod, ClusterEvent happened) =>
        happened.Old is null or Node { Unschedulable: true } && happened.New is Node { Unschedulable: false };

    private static bool TolerationsHelp(PodInfo pod, ClusterEvent happened) =>
        EventPods.IsSelf(pod, happened) && ToleratesCordon(EventPods.SubjectOf(happened));
}
