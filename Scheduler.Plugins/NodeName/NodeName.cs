using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeName;

/// <summary>Keeps a pod that names its node on that node (docs/semantics.md 3.2).</summary>
public sealed partial class NodeName : IVectorFilter, IQueueingHints
{
    private static readonly string[] Reasons = ["node(s) didn't match the requested node name"];

    /// <inheritdoc/>
    public string Name => "NodeName";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.NodeName;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Presence;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        string wanted = pod.Pod.Spec.NodeName;
        return wanted.Length == 0 || wanted == node.Name ? Verdict.Pass : Verdict.Unresolvable();
    }

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        string wanted = pod.Pod.Spec.NodeName;
        if (wanted.Length == 0) return;
        int wantedRow = nodes.RowOf(wanted);
        foreach (int row in feasible)
            if (row != wantedRow) rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable);
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reasons;
}
