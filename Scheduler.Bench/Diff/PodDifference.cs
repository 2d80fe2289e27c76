namespace Scheduler.Bench.Diff;

/// <summary>How two decisions about one pod differ.</summary>
public enum DifferenceKind
{
    /// <summary>Another node that is as good in both logs: only the tie rule chose.</summary>
    Tie,

    /// <summary>Another node.</summary>
    Moved,

    /// <summary>Placed in A, not in B.</summary>
    NewlyPending,

    /// <summary>Placed in B, not in A.</summary>
    NewlyPlaced,

    /// <summary>Placed in neither; preemption would make room elsewhere, or push others out.</summary>
    OtherVictims,

    /// <summary>Placed in neither, for other reasons.</summary>
    OtherReason,

    /// <summary>Only A has decided about it.</summary>
    OnlyInA,

    /// <summary>Only B has decided about it.</summary>
    OnlyInB,
}

/// <summary>A pod about which two logs differ.</summary>
/// <param name="Pod">Its <c>namespace/name</c>.</param>
/// <param name="Kind">How.</param>
/// <param name="A">Its node in A, or empty.</param>
/// <param name="B">Its node in B, or empty.</param>
/// <param name="Plugin">The plugin whose score or verdict turned it; empty where nothing did or where it cannot be told.</param>
/// <param name="Why">In words.</param>
public sealed record PodDifference(string Pod, DifferenceKind Kind, string A, string B, string Plugin, string Why);
