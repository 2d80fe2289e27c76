using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>What becomes of a pod that leaves its node.</summary>
public enum Fate
{
    /// <summary>Its owner makes another one, which needs a node.</summary>
    Returns,

    /// <summary>It belongs to its node (daemon pod, static pod) and goes with it.</summary>
    GoesWithNode,

    /// <summary>Nobody owns it: nobody makes another one.</summary>
    Lost,
}

/// <summary>A pod that had to leave its node.</summary>
/// <param name="Pod">As it was.</param>
/// <param name="Node">Where it was.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Why">The edit, in words.</param>
public sealed record Departure(Pod Pod, string Node, Fate Fate, string Why)
{
    /// <summary>What becomes of a pod that has to leave.</summary>
    public static Fate FateOf(Pod pod)
    {
        if (BelongsToNode(pod)) return Fate.GoesWithNode;
        return pod.Metadata.Controller is null ? Fate.Lost : Fate.Returns;
    }

    /// <summary>True for the pods of daemons, and for those that a kubelet started on its own.</summary>
    public static bool BelongsToNode(Pod pod) =>
        pod.Metadata.Controller?.Kind is "DaemonSet" or "Node" || pod.Metadata.Annotations.ContainsKey("kubernetes.io/config.mirror");
}
