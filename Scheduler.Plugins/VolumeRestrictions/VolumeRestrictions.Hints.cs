using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeRestrictions;

/// <content>What can turn a no into a yes: a disk or claim that becomes free, a claim that was missing, a node without disks.</content>
public sealed partial class VolumeRestrictions
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.Pod, EventAction.Delete, DeletedPodHelps),
        new(EventResource.Node, EventAction.Add),
        new(EventResource.PersistentVolumeClaim, EventAction.Add, static (pod, happened) => EventPods.Names(pod, (PersistentVolumeClaim)happened.New!)),
    ];

    private static bool DeletedPodHelps(PodInfo pod, ClusterEvent happened)
    {
        PodInfo gone = (PodInfo)happened.Old!;
        return gone.Namespace == pod.Namespace
            && (DiskConflict.Between(pod.Spec.Volumes, gone.Spec.Volumes)
                || Array.Exists(pod.Spec.Volumes.ClaimNames, name => Array.IndexOf(gone.Spec.Volumes.ClaimNames, name) >= 0));
    }
}
