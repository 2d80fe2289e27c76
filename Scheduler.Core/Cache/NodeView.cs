using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>One node, to look at: a row of the node table with names on it.</summary>
public readonly struct NodeView(NodeTable table, int row)
{
    public int Row => row;

    public NodeTable Table => table;

    public string Name => table.Name(row);

    /// <summary>The object as read.</summary>
    public Node Node => table.Node(row);

    public StringMap Labels => table.Labels(row);

    public Taint[] Taints => table.Taints(row);

    public bool IsUnschedulable => table.Unschedulable.Contains(row);

    /// <summary>The pods on the node, terminating and assumed ones included; no order is promised.</summary>
    public ReadOnlySpan<PodInfo> Pods => table.Pods(row);

    public int PodCount => table.PodCounts[row];

    /// <summary>How many pods the node takes; 0 where it does not say.</summary>
    public long AllocatablePods => table.AllocatablePods[row];

    public long NonZeroCpuMilli => table.NonZeroCpuMilli[row];

    public long NonZeroMemoryBytes => table.NonZeroMemoryBytes[row];

    public IReadOnlyList<HostPort> HostPorts => table.HostPorts(row);

    /// <summary>What the node offers of a resource: cpu in milli, the rest in units; 0 where it offers none.</summary>
    public long Allocatable(int resource) => table.Allocatable(resource)[row];

    /// <summary>What the pods on the node take of a resource.</summary>
    public long Requested(int resource) => table.Requested(resource)[row];
}
