using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <content>What can turn a no into a yes: a higher limit, a volume that leaves its node, a claim that was missing.</content>
public sealed partial class NodeVolumeLimits
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.CsiNode, EventAction.Add),
        new(EventResource.CsiNode, EventAction.Update, CsiNodeHelps),
        new(EventResource.Pod, EventAction.Delete, static (_, happened) => ((PodInfo)happened.Old!).Spec.Volumes.AttachableCount > 0),
        new(EventResource.PersistentVolumeClaim, EventAction.Add, static (pod, happened) => EventPods.Uses(pod, (PersistentVolumeClaim)happened.New!)),
        new(EventResource.VolumeAttachment, EventAction.Delete, DetachmentHelps),
    ];

    private static bool CsiNodeHelps(PodInfo pod, ClusterEvent happened)
    {
        CsiNode before = (CsiNode)happened.Old!;
        return Array.Exists(((CsiNode)happened.New!).Drivers, driver => (driver.Count ?? 0) > LimitOf(before, driver.Name));
    }

    /// <summary>The limit of a driver on a node; 0 where there is none.</summary>
    private static int LimitOf(CsiNode node, string driver) => Array.Find(node.Drivers, item => item.Name == driver)?.Count ?? 0;

    private static bool DetachmentHelps(PodInfo pod, ClusterEvent happened)
    {
        string driver = ((VolumeAttachment)happened.Old!).Attacher;
        PodVolumes volumes = pod.Spec.Volumes;
        return volumes.ClaimNames.Length > 0
            || Array.Exists(volumes.Migratable, volume => VolumeIds.OfInline(volume, hasCsiNode: true)?.Driver == driver);
    }
}
