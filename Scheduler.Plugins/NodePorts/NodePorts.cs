using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodePorts;

/// <summary>Keeps pods off nodes on which a host port that they need is taken (docs/semantics.md 3.5).</summary>
public sealed partial class NodePorts : IPreFilter, IVectorFilter, IQueueingHints
{
    private static readonly string[] Reasons = ["node(s) didn't have free ports for the requested pod ports"];

    /// <inheritdoc/>
    public string Name => "NodePorts";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Ports;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Ports;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod) => pod.HostPorts.Length == 0 ? PreFilterResult.Skip : PreFilterResult.Success;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        IReadOnlyList<HostPort> taken = node.HostPorts;
        foreach (HostPort wanted in pod.HostPorts)
            for (int i = 0; i < taken.Count; i++)
                if (wanted.ConflictsWith(taken[i])) return Verdict.Unschedulable();
        return Verdict.Pass;
    }

    /// <summary>Only nodes with some host port taken can conflict.</summary>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        foreach (int row in nodes.WithHostPorts)
            if (feasible.Contains(row)) rejections.Apply(feasible, row, Filter(pod, nodes[row]));
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reasons;
}
