using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Taints of nodes are added or removed. A NoExecute taint that a pod does not tolerate for good makes it leave.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Add">Taints that are added, or replace one of the same key and effect.</param>
/// <param name="Remove">Taints that go; an empty effect means all of that key.</param>
public sealed record SetTaints(NodeChoice Nodes, Taint[] Add, Taint[] Remove) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"taints {string.Join(", ", [.. Add.Select(Text), .. Remove.Select(taint => Text(taint) + "-")])} on {Nodes}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Node node in Nodes.Of(draft))
        {
            Taint[] kept = [.. node.Taints.Where(taint => !Array.Exists(Remove, gone => Same(gone, taint)) && !Array.Exists(Add, added => Same(added, taint)))];
            draft.SetNode(node with { Taints = [.. kept, .. Add] });
            foreach (Pod pod in draft.PodsOn(node.Metadata.Name))
                if (Add.Any(taint => taint.Effect == "NoExecute" && !ToleratesForGood(pod, taint))) draft.Evict(pod, Title);
        }
    }

    /// <summary><c>key=value:effect</c>, without what is empty.</summary>
    public static string Text(Taint taint) =>
        taint.Key + (taint.Value.Length > 0 ? "=" + taint.Value : "") + (taint.Effect.Length > 0 ? ":" + taint.Effect : "");

    private static bool Same(Taint one, Taint other) => one.Key == other.Key && (one.Effect.Length == 0 || one.Effect == other.Effect);

    private static bool ToleratesForGood(Pod pod, Taint taint) =>
        Array.Exists(pod.Spec.Tolerations, toleration => toleration.TolerationSeconds is null && TolerationSet.Tolerates(toleration, taint, comparison: false));
}
