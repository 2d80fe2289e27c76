using System.Runtime.InteropServices;
using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>
/// The live rows put into groups by the values of some labels, and within a group in the order of the tie rule. It follows from the nodes alone, so all
/// shapes that group by the same labels share it.
/// </summary>
internal sealed class RowLayout(KeptContext context, LabelColumn[] columns)
{
    private const int GroupsMax = 256;

    private readonly List<int[]> groups = [];
    private ushort[] groupOfRow = [];
    private int[] slotOfRow = [];
    private int orderSeen = -1;
    private long labelsSeen = -1;

    /// <summary>The labels.</summary>
    public ReadOnlySpan<LabelColumn> Columns => columns;

    /// <summary>Grows whenever groups or slots have changed.</summary>
    public int Version { get; private set; }

    /// <summary>True where there are too many groups to pay.</summary>
    public bool IsHopeless { get; private set; }

    public int GroupCount => groups.Count;

    /// <summary>The rows of a group, by slot.</summary>
    public int[] RowsOf(int group) => groups[group];

    public int GroupOf(int row) => groupOfRow[row];

    /// <summary>The row's place within its group.</summary>
    public int SlotOf(int row) => slotOfRow[row];

    /// <summary>The places of all rows.</summary>
    public ReadOnlySpan<int> Slots => slotOfRow;

    /// <summary>Groups anew where nodes came, went, or got other labels.</summary>
    public void Refresh()
    {
        context.Order.Refresh();
        if (orderSeen == context.Order.Version && (columns.Length == 0 || labelsSeen == context.Nodes.ShapeChanges.Latest)) return;
        orderSeen = context.Order.Version;
        labelsSeen = context.Nodes.ShapeChanges.Latest;
        Version++;
        int rows = context.Nodes.RowCount;
        if (slotOfRow.Length < rows) (groupOfRow, slotOfRow) = (new ushort[rows], new int[rows]);
        groups.Clear();
        Group(out int count);
        IsHopeless = count > GroupsMax;
        if (IsHopeless) return;
        ReadOnlySpan<int> order = context.Order.Rows;
        int[] sizes = new int[count];
        foreach (int row in order) slotOfRow[row] = sizes[groupOfRow[row]]++;
        foreach (int size in sizes) groups.Add(new int[size]);
        foreach (int row in order) groups[groupOfRow[row]][slotOfRow[row]] = row;
    }

    private void Group(out int count)
    {
        count = 1;
        ReadOnlySpan<int> order = context.Order.Rows;
        foreach (int row in order) groupOfRow[row] = 0;
        Dictionary<(ushort Before, int Domain), ushort> ids = [];
        foreach (LabelColumn column in columns)
        {
            ids.Clear();
            foreach (int row in order)
            {
                ref ushort id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, (groupOfRow[row], column[row]), out bool known);
                if (!known) id = (ushort)(ids.Count - 1);
                groupOfRow[row] = id;
            }

            count = ids.Count;
            if (count > GroupsMax) return;
        }
    }
}
