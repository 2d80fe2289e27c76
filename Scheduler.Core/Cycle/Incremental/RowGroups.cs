using System.Runtime.InteropServices;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>
/// The passing rows of one shape as cells: rows that agree in everything that normalised scores and groupable plugins read. Within a cell the best row is
/// the one with the largest sum of final scores, so a decision costs the number of cells and not the number of nodes.
/// </summary>
/// <remarks>
/// <para>A row's group is its domains (its zone), which pods do not move; its slot in the group stands in the order of the tie rule. A row's class is what
/// belongs to it alone: raw scores that are normalised later, a count on its host. A cell is a (group, class) with a <see cref="MaxTree"/> over the slots
/// of its group.</para>
/// <para>Invariant after <see cref="Sync"/>: a passing row stands in exactly one cell, with <c>1 + Local[row]</c>; no other row stands anywhere.</para>
/// </remarks>
internal sealed class RowGroups
{
    /// <summary>Groupings that are kept for a shape.</summary>
    public const int PerShapeMax = 8;

    private const int GroupsMax = 256;
    private const int CellsMax = 2048;

    private readonly KeptContext context;
    private readonly KeptAnswers answers;
    private readonly NodeGrouping.Criterion[] criteria;
    private readonly List<Group> groups = [];
    private readonly List<Cell> active = [];
    private readonly Dictionary<(int Group, int Class), Cell> cells = [];
    private readonly Dictionary<(int Before, long Number), int> classIds = [];
    private int[] groupOfRow = [];
    private int[] slotOfRow = [];
    private Cell?[] cellOfRow = [];
    private int epochSeen = -1;
    private int orderSeen;
    private long labelsSeen;
    private long namespacesSeen;
    private int journalSeen;
    private bool isHopeless;

    public RowGroups(KeptContext context, KeptAnswers answers, NodeGrouping by)
    {
        this.context = context;
        this.answers = answers;
        criteria = [.. by.Criteria];
    }

    /// <summary>The cells that have rows; no order is promised.</summary>
    public ReadOnlySpan<Cell> Active => CollectionsMarshal.AsSpan(active);

    /// <summary>True where it is as young as the answers.</summary>
    public bool HasSeenAll => epochSeen != answers.Epoch || journalSeen == answers.Journal.Count;

    /// <summary>About how many bytes are held.</summary>
    public long Bytes => 16L * groupOfRow.Length + (cells.Values.Sum(cell => 2L * cell.Tree.Count));

    /// <summary>The cell of a row, or null where the row does not pass.</summary>
    public Cell? CellOf(int row) => cellOfRow[row];

    /// <summary>True where these criteria make this grouping.</summary>
    public bool Is(NodeGrouping by)
    {
        if (by.Criteria.Count != criteria.Length) return false;
        for (int i = 0; i < criteria.Length; i++)
            if (!criteria[i].Equals(by.Criteria[i])) return false;
        return true;
    }

    /// <summary>Reads the numbers where this pod's plugins have them: equal criteria may have moved to another table.</summary>
    public void Use(NodeGrouping by)
    {
        for (int i = 0; i < criteria.Length; i++) criteria[i] = by.Criteria[i];
    }

    /// <summary>The journal has been emptied after everybody had read it.</summary>
    public void ForgetJournal() => journalSeen = 0;

    /// <summary>Everything is made anew at the next use.</summary>
    public void StartOver() => epochSeen = -1;

    /// <summary>Brings the cells up to date; false where there would be too many, or where pods on one node move the class of others.</summary>
    public bool Sync()
    {
        context.Order.Refresh();
        bool isFresh = epochSeen == answers.Epoch && orderSeen == context.Order.Version
            && labelsSeen == context.Nodes.ShapeChanges.Latest && namespacesSeen == context.State.Cluster.Namespaces.Version;
        if (!isFresh) Build();
        else if (!isHopeless)
        {
            List<int> journal = answers.Journal;
            for (int i = journalSeen; i < journal.Count && !isHopeless; i++) Place(journal[i]);
        }

        journalSeen = answers.Journal.Count;
        if (isHopeless) return false;
        foreach (Cell cell in CollectionsMarshal.AsSpan(active)) cell.Tree.Settle();
        return true;
    }

    private void Build()
    {
        context.Counters.GroupRebuilds++;
        NodeTable nodes = context.Nodes;
        epochSeen = answers.Epoch;
        orderSeen = context.Order.Version;
        labelsSeen = nodes.ShapeChanges.Latest;
        namespacesSeen = context.State.Cluster.Namespaces.Version;
        groups.Clear();
        active.Clear();
        cells.Clear();
        classIds.Clear();
        if (groupOfRow.Length < nodes.RowCount)
        {
            int size = nodes.RowCount;
            (groupOfRow, slotOfRow, cellOfRow) = (new int[size], new int[size], new Cell?[size]);
        }

        cellOfRow.AsSpan().Clear();
        isHopeless = !AreClassesOfTheirOwn() || !GroupRows();
        if (isHopeless) return;
        foreach (int row in context.Order.Rows)
        {
            Place(row);
            if (isHopeless) return;
        }
    }

    /// <summary>What is counted by a label's value must not reach from one row to another: only rows that moved are told apart anew.</summary>
    private bool AreClassesOfTheirOwn()
    {
        foreach (ref readonly NodeGrouping.Criterion criterion in criteria.AsSpan())
        {
            if (!criterion.Moves)
            {
                if (criterion.Column.ValueCount > NodeGrouping.FewValues) return false;
                continue;
            }

            if (criterion.IsByRow) continue;
            ulong[] seen = new ulong[(criterion.Column.ValueCount + 63) >> 6];
            foreach (int row in context.Order.Rows)
            {
                int domain = criterion.Column[row];
                if (domain < 0) continue;
                if ((seen[domain >> 6] & (1UL << domain)) != 0) return false;
                seen[domain >> 6] |= 1UL << domain;
            }
        }

        return true;
    }

    private bool GroupRows()
    {
        Dictionary<(int Before, long Number), int> ids = [];
        ReadOnlySpan<int> order = context.Order.Rows;
        foreach (int row in order) groupOfRow[row] = 0;
        int count = 1;
        foreach (ref readonly NodeGrouping.Criterion criterion in criteria.AsSpan())
        {
            if (criterion.Moves) continue;
            ids.Clear();
            foreach (int row in order) groupOfRow[row] = IdOf(ids, groupOfRow[row], criterion.NumberOf(row));
            count = ids.Count;
        }

        if (count > GroupsMax) return false;
        int[] sizes = new int[count];
        foreach (int row in order) slotOfRow[row] = sizes[groupOfRow[row]]++;
        foreach (int size in sizes) groups.Add(new(new int[size]));
        foreach (int row in order) groups[groupOfRow[row]].Rows[slotOfRow[row]] = row;
        return true;
    }

    private static int IdOf(Dictionary<(int, long), int> ids, int before, long number)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, (before, number), out bool known);
        if (!known) id = ids.Count - 1;
        return id;
    }

    private void Place(int row)
    {
        Cell? old = cellOfRow[row];
        int slot = slotOfRow[row];
        Cell? now = answers.Passing.Contains(row) ? CellFor(groupOfRow[row], ClassOf(row)) : null;
        if (old != now)
        {
            if (old is not null)
            {
                old.Tree.Set(slot, 0);
                if (--old.Count == 0) Retire(old);
            }

            if (now is not null && now.Count++ == 0) Activate(now);
            cellOfRow[row] = now;
        }

        now?.Tree.Set(slot, (ushort)(answers.Local[row] + 1));
    }

    private int ClassOf(int row)
    {
        int id = 0;
        foreach (ref readonly NodeGrouping.Criterion criterion in criteria.AsSpan())
            if (criterion.Moves) id = ClassId(id, criterion.NumberOf(row));
        foreach (KeptColumn column in answers.Columns)
            if (column.Normalizer is not null) id = ClassId(id, column[row]);
        return id;
    }

    // 0 is where every walk begins, so ids start at 1.
    private int ClassId(int before, long number)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(classIds, (before, number), out bool known);
        if (!known) id = classIds.Count;
        return id;
    }

    private Cell CellFor(int group, int classId)
    {
        ref Cell? cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, (group, classId), out _);
        return cell ??= new(group, classId, groups[group].Rows);
    }

    private void Activate(Cell cell)
    {
        cell.Index = active.Count;
        active.Add(cell);
        isHopeless |= active.Count > CellsMax;
    }

    // The tree is all zeros again: it stays for the next row that comes into the cell, unless many such cells pile up.
    private void Retire(Cell cell)
    {
        Cell last = active[^1];
        active[cell.Index] = last;
        last.Index = cell.Index;
        active.RemoveAt(active.Count - 1);
        cell.Tree.Settle();
        if (cells.Count > (2 * active.Count) + 16) cells.Remove((cell.Group, cell.Class));
    }

    private sealed record Group(int[] Rows);
}

/// <summary>Rows that agree in everything but their final scores.</summary>
internal sealed class Cell(int group, int classId, int[] rows)
{
    public int Group => group;

    public int Class => classId;

    /// <summary>The rows of the group, by slot, in the order of the tie rule.</summary>
    public int[] Rows => rows;

    /// <summary>By slot: 1 + sum of final scores; 0 where the row is not in this cell.</summary>
    public MaxTree Tree { get; } = new(rows.Length);

    /// <summary>Number of rows in the cell.</summary>
    public int Count { get; set; }

    /// <summary>Place among the active cells.</summary>
    public int Index { get; set; }

    /// <summary>Any row of the cell.</summary>
    public int AnyRow => rows[Tree.FirstLargest(0)];

    /// <summary>The largest sum of final scores.</summary>
    public int Largest => Tree.Max - 1;

    /// <summary>Scratch of one decision: 0 for a cell that passes, otherwise 1 + the number of its rejection.</summary>
    public int Rejection { get; set; }

    /// <summary>Scratch of one decision: what normalised scores add up to.</summary>
    public long Normalized { get; set; }

    /// <summary>The row with the largest sum that comes first at or after a rank, around the ring.</summary>
    public int FirstBest(int rank, RowOrder order)
    {
        int from = FirstSlot(rank, order);
        int slot = from < rows.Length ? Tree.FirstLargest(from) : -1;
        return rows[slot >= 0 ? slot : Tree.FirstLargest(0)];
    }

    /// <summary>The slot of a row of the group.</summary>
    public int SlotOf(int row, RowOrder order) => FirstSlot(order.RankOf(row), order);

    private int FirstSlot(int rank, RowOrder order)
    {
        int from = 0, to = rows.Length;
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (order.RankOf(rows[middle]) < rank) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
