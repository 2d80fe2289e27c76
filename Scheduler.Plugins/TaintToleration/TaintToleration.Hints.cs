using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.TaintToleration;

/// <content>What can turn a no into a yes: a node whose taints are all tolerated now, or other tolerations.</content>
public sealed partial class TaintToleration
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeTaint, NodeHelps),
        new(EventResource.Pod, EventAction.UpdatePodTolerations, EventPods.IsSelf),
    ];

    private bool NodeHelps(PodInfo pod, ClusterEvent happened) =>
        Tolerates(pod, (Node)happened.New!) && !(happened.Old is Node before && Tolerates(pod, before));

    private bool Tolerates(PodInfo pod, Node node) => pod.Spec.Tolerations.ToleratesScheduling(node.Taints, comparison);
}
