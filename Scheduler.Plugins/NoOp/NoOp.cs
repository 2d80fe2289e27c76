using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NoOp;

/// <summary>Lets every pod run anywhere and likes all nodes alike: the template to copy, and the measure of what the framework itself costs.</summary>
/// <remarks>Drop the interfaces that you do not need; docs/plugins.md explains each step.</remarks>
public sealed class NoOp : IVectorFilter, IVectorScore
{
    /// <inheritdoc/>
    public string Name => "NoOp";

    /// <summary>What of the pod Filter and Score read: pods that are equal in it get equal answers.</summary>
    public PodFields Reads => PodFields.None;

    /// <summary>What of a node Filter and Score read: while it stands still, so does the answer.</summary>
    public NodeColumns Uses => NodeColumns.None;

    /// <summary>Whose answer a change on one node can turn.</summary>
    public Locality Locality => Locality.Node;

    /// <summary>The definition, node by node.</summary>
    public Verdict Filter(PodInfo pod, NodeView node) => Verdict.Pass;

    /// <summary>The same for all nodes at once: rejects nothing.</summary>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
    }

    /// <summary>The definition, node by node: 0 to 100, as there is no normaliser.</summary>
    public long Score(PodInfo pod, NodeView node) => 0;

    /// <summary>The same for all nodes at once.</summary>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores) => scores[..nodes.RowCount].Clear();
}
