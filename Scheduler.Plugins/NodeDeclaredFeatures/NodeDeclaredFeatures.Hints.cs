using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeDeclaredFeatures;

/// <content>What can turn a no into a yes: a node that declares other features, or a pod that needs others.</content>
public sealed partial class NodeDeclaredFeatures
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events => !enabled ? [] :
    [
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeDeclaredFeatures, NodeHelps),
        new(EventResource.Pod, EventAction.UpdatePodAny, PodHelps),
    ];

    // A node that was not there declared nothing.
    private static bool NodeHelps(PodInfo pod, ClusterEvent happened) =>
        !((happened.Old as Node)?.DeclaredFeatures ?? []).SequenceEqual(((Node)happened.New!).DeclaredFeatures);

    private static bool PodHelps(PodInfo pod, ClusterEvent happened)
    {
        if (!EventPods.IsSelf(pod, happened)) return false;
        (PodInfo before, PodInfo now) = ((PodInfo)happened.Old!, (PodInfo)happened.New!);
        return Array.Exists(Features, feature => feature.IsNeeded(before.Pod.Spec) != feature.IsNeeded(now.Pod.Spec));
    }
}
