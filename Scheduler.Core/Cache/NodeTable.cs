using System.Diagnostics;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>All nodes: a node is a row, what scheduling reads of it are columns.</summary>
/// <remarks>
/// <para>Only <see cref="Cluster"/> writes. Rows of removed nodes are used again; <see cref="Live"/> says which rows are nodes.</para>
/// <para>Invariants, for every live row: <c>Requested[r] == Σ pod.OnNode[r]</c>, <c>NonZeroCpu == Σ pod.NonZeroCpuMilli</c>,
/// <c>PodCount == number of pods on the row</c>. Amounts: cpu in milli, everything else in units.</para>
/// </remarks>
public sealed partial class NodeTable
{
    private const int LabelColumnsMax = 256;

    private readonly Dictionary<string, int> rowByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LabelColumn> labelColumns = new(StringComparer.Ordinal);
    private readonly Stack<int> freeRows = new();
    private readonly ResourceNames resourceNames;
    private int expected = -1;

    // Only so that the reads of Expect are not left out.
    private long touched;

    private readonly NodeSet unschedulable = new();
    private readonly NodeSet withHostPorts = new();
    private readonly ImageTable images = new();
    private Node?[] nodes = [];
    private string[] names = [];
    private long[][] allocatable = [[], [], []];
    private long[][] requested = [[], [], []];
    private long[] allocatablePods = [];
    private long[] nonZeroCpu = [];
    private long[] nonZeroMemory = [];
    private int[] podCounts = [];
    private int[] attachableCounts = [];
    private int[] taintSetIds = [];
    private uint[] versions = [];
    private PodInfo[][] pods = [];
    private List<HostPort>?[] hostPorts = [];

    internal NodeTable(ResourceNames resourceNames) => this.resourceNames = resourceNames;

    /// <summary>Number of nodes.</summary>
    public int Count => rowByName.Count;

    /// <summary>Rows in use or free: every row number is below it.</summary>
    public int RowCount { get; private set; }

    /// <summary>Grows whenever a node comes or goes.</summary>
    public long PresenceVersion { get; private set; }

    /// <summary>The rows that are nodes.</summary>
    public NodeSet Live { get; } = new();

    /// <summary>The rows whose node has <c>spec.unschedulable</c>.</summary>
    public NodeSet Unschedulable
    {
        get
        {
            Demand(NodeColumns.Unschedulable);
            return unschedulable;
        }
    }

    /// <summary>The rows with at least one host port taken.</summary>
    public NodeSet WithHostPorts
    {
        get
        {
            Demand(NodeColumns.Ports);
            return withHostPorts;
        }
    }

    public TaintSetTable TaintSets { get; } = new();

    public ImageTable Images
    {
        get
        {
            Demand(NodeColumns.Images);
            return images;
        }
    }

    /// <summary>What moved, for everybody who keeps something that follows from columns.</summary>
    public ChangeLog Changes { get; } = new();

    /// <summary>The part of <see cref="Changes"/> that pods do not cause: rows that came, went, or moved in labels or taints.</summary>
    public ChangeLog ShapeChanges { get; } = new(1 << 14);

    /// <summary>The column of <c>allocatable.pods</c>; 0 where absent.</summary>
    public ReadOnlySpan<long> AllocatablePods
    {
        get
        {
            Demand(NodeColumns.Allocatable);
            return allocatablePods.AsSpan(0, RowCount);
        }
    }

    /// <summary>Cpu (milli) that scoring assumes to be taken.</summary>
    public ReadOnlySpan<long> NonZeroCpuMilli
    {
        get
        {
            Demand(NodeColumns.Requested);
            return nonZeroCpu.AsSpan(0, RowCount);
        }
    }

    /// <summary>Memory (bytes) that scoring assumes to be taken.</summary>
    public ReadOnlySpan<long> NonZeroMemoryBytes
    {
        get
        {
            Demand(NodeColumns.Requested);
            return nonZeroMemory.AsSpan(0, RowCount);
        }
    }

    public ReadOnlySpan<int> PodCounts
    {
        get
        {
            Demand(NodeColumns.Requested);
            return podCounts.AsSpan(0, RowCount);
        }
    }

    /// <summary>Volumes of the row's pods that may be attached to the node: an upper bound, what is shared is counted for each pod.</summary>
    public ReadOnlySpan<int> AttachableCounts
    {
        get
        {
            Demand(NodeColumns.Volumes);
            return attachableCounts.AsSpan(0, RowCount);
        }
    }

    public ReadOnlySpan<int> TaintSetIds
    {
        get
        {
            Demand(NodeColumns.Taints);
            return taintSetIds.AsSpan(0, RowCount);
        }
    }

    /// <summary>The version of every row: larger after every change of the row.</summary>
    public ReadOnlySpan<uint> Versions => versions.AsSpan(0, RowCount);

    /// <summary>The row of a node, or -1.</summary>
    public int RowOf(string name) =>
        (uint)expected < (uint)RowCount && ReferenceEquals(names[expected], name) && Live.Contains(expected) ? expected
        : rowByName.TryGetValue(name, out int row) ? row : -1;

    /// <summary>The next name that is asked for is probably that of this row: a look-up by text costs several cache misses in a large table.</summary>
    /// <remarks>
    /// Reads once all that placing a pod there will write: the cache misses of a row that nobody has looked at for long come together and not one after the
    /// other.
    /// </remarks>
    internal void Expect(int row)
    {
        expected = row;
        touched = podCounts[row] + requested[ResourceNames.Cpu][row] + requested[ResourceNames.Memory][row] + allocatable[ResourceNames.Cpu][row]
            + allocatable[ResourceNames.Memory][row] + nonZeroCpu[row] + nonZeroMemory[row] + allocatablePods[row] + versions[row] + pods[row].Length;
    }

    /// <summary>A row as a node to look at.</summary>
    public NodeView this[int row] => new(this, row);

    /// <summary>The object as read.</summary>
    public Node Node(int row)
    {
        Demand(OfObject);
        return nodes[row]!;
    }

    public StringMap Labels(int row)
    {
        Demand(NodeColumns.Labels);
        return nodes[row]!.Metadata.Labels;
    }

    public Taint[] Taints(int row)
    {
        Demand(NodeColumns.Taints);
        return nodes[row]!.Taints;
    }

    public string Name(int row) => names[row];

    /// <summary>The pods on a row, terminating ones included; no order is promised.</summary>
    public ReadOnlySpan<PodInfo> Pods(int row)
    {
        Demand(NodeColumns.Pods | NodeColumns.Volumes);
        return pods[row].AsSpan(0, podCounts[row]);
    }

    /// <summary>The column of an amount that nodes offer; a resource that no node offers is a column of zeros.</summary>
    public ReadOnlySpan<long> Allocatable(int resource)
    {
        Demand(NodeColumns.Allocatable);
        return Column(ref allocatable, resource);
    }

    /// <summary>The column of an amount that pods on the rows take.</summary>
    public ReadOnlySpan<long> Requested(int resource)
    {
        Demand(NodeColumns.Requested);
        return Column(ref requested, resource);
    }

    /// <summary>Host ports taken on a row; one entry a pod and port.</summary>
    public IReadOnlyList<HostPort> HostPorts(int row)
    {
        Demand(NodeColumns.Ports);
        return (IReadOnlyList<HostPort>?)hostPorts[row] ?? [];
    }

    /// <summary>The values of a label key on all rows. The column is made when first asked for and then kept up to date.</summary>
    public LabelColumn LabelColumn(string key)
    {
        Demand(NodeColumns.Labels);
        if (labelColumns.TryGetValue(key, out LabelColumn? column)) return column;
        column = new(key);
        column.Resize(RowCount);
        foreach (int row in Live) column.Set(row, nodes[row]!.Metadata.Labels[key]);
        labelColumns.Add(key, column);
        return column;
    }

    /// <summary>As <see cref="LabelColumn(string)"/>; null for a new key where there are many columns: keys that come and go must not fill the memory.</summary>
    public LabelColumn? FindLabelColumn(string key) => labelColumns.Count < LabelColumnsMax || labelColumns.ContainsKey(key) ? LabelColumn(key) : null;

    private ReadOnlySpan<long> Column(ref long[][] columns, int resource)
    {
        GrowResources(resource);
        return columns[resource].AsSpan(0, RowCount);
    }

    private void GrowResources(int resource)
    {
        while (allocatable.Length <= resource)
        {
            allocatable = [.. allocatable, new long[names.Length]];
            requested = [.. requested, new long[names.Length]];
        }
    }

    [Conditional("DEBUG")]
    private void AssertLive(int row) => Debug.Assert(row >= 0 && Live.Contains(row), $"row {row} is not a node");
}
