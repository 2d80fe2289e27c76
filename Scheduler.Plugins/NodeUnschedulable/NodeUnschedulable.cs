using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeUnschedulable;

/// <summary>Keeps pods off cordoned nodes unless they tolerate that (docs/semantics.md 3.1).</summary>
public sealed partial class NodeUnschedulable : IVectorFilter, IQueueingHints
{
    private static readonly Taint Cordon = new("node.kubernetes.io/unschedulable", "", "NoSchedule");
    private static readonly string[] Reasons = ["node(s) were unschedulable"];

    /// <inheritdoc/>
    public string Name => "NodeUnschedulable";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Tolerations;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Unschedulable;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node) =>
        node.IsUnschedulable && !ToleratesCordon(pod) ? Verdict.Unresolvable() : Verdict.Pass;

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        if (nodes.Unschedulable.IsEmpty || ToleratesCordon(pod)) return;
        foreach (int row in nodes.Unschedulable)
            if (feasible.Contains(row)) rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable);
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reasons;

    // The cordon's value is no number, so the comparison operators never tolerate it.
    private static bool ToleratesCordon(PodInfo pod) => pod.Spec.Tolerations.Tolerates(Cordon, comparison: false);
}
