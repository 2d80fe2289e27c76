using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodePorts;

/// <content>What can turn a no into a yes: a port that becomes free, or a node on which all are.</content>
public sealed partial class NodePorts
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.Pod, EventAction.Delete, DeletedPodHelps),
        new(EventResource.Node, EventAction.Add),
    ];

    private static bool DeletedPodHelps(PodInfo pod, ClusterEvent happened) =>
        Array.Exists(((PodInfo)happened.Old!).HostPorts, freed => Array.Exists(pod.HostPorts, wanted => wanted.ConflictsWith(freed)));
}
