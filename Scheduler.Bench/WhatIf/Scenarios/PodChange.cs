namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>What a scenario makes of a pod, next to the cluster without it.</summary>
public enum ChangeKind
{
    /// <summary>Waited, and has a node now.</summary>
    Placed,

    /// <summary>New, and has a node.</summary>
    Added,

    /// <summary>Is on another node.</summary>
    Moved,

    /// <summary>Had a node, and has none now.</summary>
    NewlyPending,

    /// <summary>New, and waits.</summary>
    AddedPending,

    /// <summary>Is not there any more.</summary>
    Gone,
}

/// <summary>A pod that ends up in another place.</summary>
/// <param name="Pod">Its <c>namespace/name</c>.</param>
/// <param name="Owner">Whose it is, for grouping: <c>namespace/owner</c>, or its own key.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="From">Its node without the scenario; empty where it had none.</param>
/// <param name="To">Its node with it; empty where it has none.</param>
/// <param name="Why">Why it has none, in kube-scheduler's words; empty otherwise.</param>
public sealed record PodChange(string Pod, string Owner, ChangeKind Kind, string From, string To, string Why)
{
    /// <summary>Who would have to make room for it, in words; empty where nobody could.</summary>
    public string Preemption { get; init; } = "";
}
