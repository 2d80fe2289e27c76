using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeZone;

/// <content>What can turn a no into a yes: something that was missing comes, or zones change.</content>
public sealed partial class VolumeZone
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.StorageClass, EventAction.Add, static (_, happened) => happened.New is StorageClass { VolumeBindingMode: StorageNames.WaitForFirstConsumer }),
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeLabel),
        new(
            EventResource.PersistentVolumeClaim,
            EventAction.Add | EventAction.Update,
            static (pod, happened) => EventPods.Names(pod, (PersistentVolumeClaim)happened.New!)),
        new(EventResource.PersistentVolume, EventAction.Add | EventAction.Update, VolumeHelps),
    ];

    private static bool VolumeHelps(PodInfo pod, ClusterEvent happened)
    {
        if (happened.Old is not PersistentVolume before) return true;
        StringMap now = ((PersistentVolume)happened.New!).Metadata.Labels;
        return Array.Exists(TopologyKeys, key => before.Metadata.Labels[key] != now[key]);
    }
}
