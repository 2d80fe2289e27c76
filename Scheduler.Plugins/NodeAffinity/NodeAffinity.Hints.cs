using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeAffinity;

/// <content>What can turn a no into a yes: a node that meets the demands now and did not before.</content>
public sealed partial class NodeAffinity
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events => [new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeLabel, NodeHelps)];

    private bool NodeHelps(PodInfo pod, ClusterEvent happened) =>
        MeetsDemands(pod, (Node)happened.New!) && !(happened.Old is Node before && MeetsDemands(pod, before));

    private bool MeetsDemands(PodInfo pod, Node node) =>
        addedRequired.Matches(node.Metadata.Labels, node.Metadata.Name) && pod.Spec.NodeAffinity.Matches(node.Metadata.Labels, node.Metadata.Name);
}
