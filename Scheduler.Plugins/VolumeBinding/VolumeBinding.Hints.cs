using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>What can turn a no into a yes: almost anything that happens to volumes, and nodes that reach other ones.</content>
public sealed partial class VolumeBinding
{
    private const EventAction AddOrUpdate = EventAction.Add | EventAction.Update;

    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events =>
    [
        new(EventResource.StorageClass, AddOrUpdate, StorageClassHelps),
        new(EventResource.PersistentVolumeClaim, AddOrUpdate, static (pod, happened) => EventPods.Uses(pod, (PersistentVolumeClaim)happened.New!)),
        new(EventResource.PersistentVolume, AddOrUpdate),
        new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeLabel),
        new(EventResource.CsiNode, AddOrUpdate, CsiNodeHelps),
        new(EventResource.CsiDriver, EventAction.Update, CsiDriverHelps),
        new(EventResource.CsiStorageCapacity, AddOrUpdate, StorageCapacityHelps),
    ];

    private static bool StorageClassHelps(PodInfo pod, ClusterEvent happened) =>
        happened.Old is not StorageClass before || !AreEqual(before.AllowedTopologies, ((StorageClass)happened.New!).AllowedTopologies);

    private static bool AreEqual(TopologySelectorTerm[] some, TopologySelectorTerm[] others) =>
        some.Length == others.Length && some.Zip(others).All(pair => AreEqual(pair.First.MatchLabelExpressions, pair.Second.MatchLabelExpressions));

    private static bool AreEqual(KeyValuePair<string, string[]>[] some, KeyValuePair<string, string[]>[] others) =>
        some.Length == others.Length && some.Zip(others).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.SequenceEqual(pair.Second.Value));

    // Which in-tree volumes a CSI driver stands in for on the node.
    private static bool CsiNodeHelps(PodInfo pod, ClusterEvent happened) =>
        happened.Old is not CsiNode before
        || before.Metadata.Annotations[StorageNames.MigratedPlugins] != ((CsiNode)happened.New!).Metadata.Annotations[StorageNames.MigratedPlugins];

    // Without capacity tracking a driver is taken to have room everywhere.
    private static bool CsiDriverHelps(PodInfo pod, ClusterEvent happened)
    {
        (CsiDriver before, CsiDriver now) = ((CsiDriver)happened.Old!, (CsiDriver)happened.New!);
        return before.StorageCapacity && !now.StorageCapacity && Array.Exists(pod.Pod.Spec.Volumes, volume => volume.CsiDriver == now.Metadata.Name);
    }

    private static bool StorageCapacityHelps(PodInfo pod, ClusterEvent happened)
    {
        if (happened.Old is not CsiStorageCapacity before) return true;
        return LargestVolume((CsiStorageCapacity)happened.New!) is { } now && (LargestVolume(before) is not { } then || now > then);
    }

    /// <summary>The largest volume that can be made, in bytes; null where that is not known.</summary>
    private static long? LargestVolume(CsiStorageCapacity capacity) => (capacity.MaximumVolumeSize ?? capacity.Capacity)?.Value;
}
