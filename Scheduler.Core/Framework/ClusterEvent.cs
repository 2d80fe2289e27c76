namespace Scheduler.Core.Framework;

/// <summary>What an event is about.</summary>
public enum EventResource : byte
{
    /// <summary>A pod: one on a node, or the waiting pod itself.</summary>
    Pod,
    Node,
    PersistentVolume,
    PersistentVolumeClaim,
    StorageClass,
    CsiNode,
    CsiDriver,
    CsiStorageCapacity,
    VolumeAttachment,
    ResourceClaim,
    ResourceSlice,
    DeviceClass,

    /// <summary>Anything at all: the flush of pods that waited too long, forced activation.</summary>
    Any,
}

/// <summary>What happened. Updates of nodes and pods are split into what changed (docs/semantics.md 5.4).</summary>
[Flags]
public enum EventAction
{
    None = 0,
    Add = 1 << 0,
    Delete = 1 << 1,

    /// <summary>An update that is none of the named ones.</summary>
    Update = 1 << 2,
    UpdateNodeAllocatable = 1 << 3,
    UpdateNodeLabel = 1 << 4,
    UpdateNodeTaint = 1 << 5,
    UpdateNodeCondition = 1 << 6,
    UpdateNodeAnnotation = 1 << 7,
    UpdateNodeDeclaredFeatures = 1 << 8,
    UpdatePodLabel = 1 << 9,
    UpdatePodScaleDown = 1 << 10,
    UpdatePodGatesEliminated = 1 << 11,
    UpdatePodTolerations = 1 << 12,
    UpdatePodGeneratedClaims = 1 << 13,

    /// <summary>Every update of a pod.</summary>
    UpdatePodAny = Update | UpdatePodLabel | UpdatePodScaleDown | UpdatePodGatesEliminated | UpdatePodTolerations | UpdatePodGeneratedClaims,
    All = (1 << 14) - 1,
}

/// <summary>Something happened that may help waiting pods.</summary>
/// <param name="Resource">What it is about.</param>
/// <param name="Action">One action.</param>
/// <param name="Old">The object before: a <see cref="Cache.PodInfo"/> for pods, the record of the kind for the others; null for additions.</param>
/// <param name="New">The object after; null for deletions.</param>
public readonly record struct ClusterEvent(EventResource Resource, EventAction Action, object? Old, object? New)
{
    /// <summary>Moves pods regardless of hints.</summary>
    public static ClusterEvent Wildcard => new(EventResource.Any, EventAction.All, null, null);

    public bool IsWildcard => Resource == EventResource.Any;
}

/// <summary>An event that a plugin's rejection can be lifted by, and the question whether it does.</summary>
/// <param name="Resource">What it is about.</param>
/// <param name="Actions">Which actions.</param>
/// <param name="Hint">True: queue the waiting pod; false: skip. Null stands for always. An exception counts as true.</param>
public readonly record struct EventRegistration(EventResource Resource, EventAction Actions, Func<Cache.PodInfo, ClusterEvent, bool>? Hint = null)
{
    /// <summary>True where the event is one of those registered.</summary>
    public bool Covers(in ClusterEvent happened) => Resource == happened.Resource && (Actions & happened.Action) == happened.Action;
}

/// <summary>For plugins that reject: which events can turn the no into a yes (docs/semantics.md 5.4, 5.5).</summary>
/// <remarks>
/// Hints run on the decision thread, between cycles; they read the event and the cluster as it is after the event. A plugin that registers
/// <see cref="EventAction.Add"/> of nodes but not <see cref="EventAction.UpdateNodeTaint"/> gets an unconditional registration of the latter from the
/// queue: a node that was tainted when it came may have been passed over. The waiting pod itself is told apart by its UID.
/// </remarks>
public interface IQueueingHints : IPlugin
{
    IReadOnlyList<EventRegistration> Events { get; }
}
