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

    private const int CellsMax = 2048;
    private const int FreeTreesMax = 64;

    private readonly KeptContext context;
    private readonly KeptAnswers answers;
    private readonly NodeGrouping.Criterion[] criteria;
    private readonly bool classesMove;
    private readonly RowLayout layout;
    private readonly List<Cell> active = [];
    private readonly Dictionary<(int Group, int Class), Cell> cells = [];
    private readonly Dictionary<(int Before, long Number), int> classIds = [];

    // By row: 1 + the place of its cell in cellById; 0 where the row does not pass.
    private readonly List<Cell> cellById = [];
    private readonly List<Cell?> recentCells = [];
    private (int Before, long Number) lastKey = (-1, 0);
    private int lastId;
    private readonly List<MaxTree> freeTrees = [];
    private ushort[] cellOfRow = [];
    private int epochSeen = -1;
    private int layoutSeen = -1;
    private int normalizedSeen;
    private long namespacesSeen;
    private long labelsSeen;
    private int journalSeen;
    private bool isHopeless;

    public RowGroups(KeptContext context, KeptAnswers answers, NodeGrouping by)
    {
        this.context = context;
        this.answers = answers;
        criteria = [.. by.Criteria];
        classesMove = criteria.Any(criterion => criterion.Moves);
        layout = context.LayoutOf(by);
    }

    /// <summary>The cells that have rows; no order is promised.</summary>
    public ReadOnlySpan<Cell> Active => CollectionsMarshal.AsSpan(active);

    /// <summary>True where it is as young as the answers.</summary>
    public bool HasSeenAll => epochSeen != answers.Epoch || journalSeen == answers.Journal.Count;

    /// <summary>The cell of a row, or null where the row does not pass.</summary>
    public Cell? CellOf(int row) => cellOfRow[row] == 0 ? null : cellById[cellOfRow[row] - 1];

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
        layout.Refresh();
        bool isFresh = epochSeen == answers.Epoch && layoutSeen == layout.Version
            && (!classesMove || (namespacesSeen == context.State.Cluster.Namespaces.Version && labelsSeen == context.Nodes.ShapeChanges.Latest));
        if (!isFresh) Build();
        else if (!isHopeless)
        {
            Follow(CollectionsMarshal.AsSpan(answers.Journal)[journalSeen..], sameClasses: !classesMove && normalizedSeen == answers.NormalizedVersion);
        }

        normalizedSeen = answers.NormalizedVersion;
        journalSeen = answers.Journal.Count;
        if (isHopeless) return false;
        foreach (Cell cell in CollectionsMarshal.AsSpan(active)) cell.Tree.Settle();
        return true;
    }

    private void Follow(ReadOnlySpan<int> rows, bool sameClasses)
    {
        ReadOnlySpan<ulong> passing = answers.Passing.Words;
        ReadOnlySpan<ushort> local = answers.Local;
        ReadOnlySpan<int> slots = layout.Slots;
        ReadOnlySpan<Cell> byId = CollectionsMarshal.AsSpan(cellById);
        foreach (int row in rows)
        {
            // Nearly always a row stays in its cell, with another sum.
            int cell = cellOfRow[row];
            if (sameClasses && cell != 0 && (passing[row >> 6] & (1UL << row)) != 0)
            {
                byId[cell - 1].Tree.Set(slots[row], (ushort)(local[row] + 1));
                continue;
            }

            Place(row);
            byId = CollectionsMarshal.AsSpan(cellById);
            if (isHopeless) return;
        }
    }

    private void Build()
    {
        context.Counters.GroupRebuilds++;
        epochSeen = answers.Epoch;
        layoutSeen = layout.Version;
        namespacesSeen = context.State.Cluster.Namespaces.Version;
        labelsSeen = context.Nodes.ShapeChanges.Latest;
        FreeTrees();
        active.Clear();
        cells.Clear();
        cellById.Clear();
        recentCells.Clear();
        classIds.Clear();
        lastKey = (-1, 0);
        if (cellOfRow.Length < context.Nodes.RowCount) cellOfRow = new ushort[context.Nodes.RowCount];
        cellOfRow.AsSpan().Clear();
        isHopeless = layout.IsHopeless || !AreClassesOfTheirOwn();
        if (isHopeless) return;
        foreach (int row in context.Order.Rows)
        {
            Place(row);
            if (isHopeless) return;
        }
    }

    // Cells that are made anew mostly have the same sizes.
    private void FreeTrees()
    {
        freeTrees.Clear();
        foreach (Cell cell in CollectionsMarshal.AsSpan(cellById))
        {
            if (freeTrees.Count == FreeTreesMax) return;
            cell.Tree.Clear();
            freeTrees.Add(cell.Tree);
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
            NodeSet seen = context.SeenValues;
            seen.Resize(criterion.Column.ValueCount);
            seen.Clear();
            foreach (int row in context.Order.Rows)
            {
                int domain = criterion.Column[row];
                if (domain < 0) continue;
                if (seen.Contains(domain)) return false;
                seen.Add(domain);
            }
        }

        return true;
    }

    private void Place(int row)
    {
        Cell? old = CellOf(row);
        Cell? now = answers.Passing.Contains(row) ? CellFor(layout.GroupOf(row), ClassOf(row)) : null;
        if (old != now)
        {
            if (old is not null)
            {
                old.Tree.Set(layout.SlotOf(row), 0);
                if (--old.Count == 0) Retire(old);
            }

            if (now is not null && now.Count++ == 0) Activate(now);
            cellOfRow[row] = now is null ? (ushort)0 : (ushort)(now.Id + 1);
        }

        if (now is not null) SetNumber(now, row);
    }

    private void SetNumber(Cell cell, int row) => cell.Tree.Set(layout.SlotOf(row), (ushort)(answers.Local[row] + 1));

    private int ClassOf(int row)
    {
        int id = 0;
        if (classesMove)
        {
            foreach (ref readonly NodeGrouping.Criterion criterion in criteria.AsSpan())
                if (criterion.Moves) id = ClassId(id, criterion.NumberOf(row));
        }

        foreach (KeptColumn column in answers.ColumnSpan)
            if (column.Normalizer is not null && (id != 0 || column[row] != 0)) id = ClassId(id, column[row]);
        return id;
    }

    // 0 is where every walk begins, and where raw scores of zero leave it; other ids start at 1.
    private int ClassId(int before, long number)
    {
        // Most rows are like the one before: most hosts have no pod that counts.
        if ((before, number) == lastKey) return lastId;
        lastKey = (before, number);
        return lastId = FindClassId(before, number);
    }

    private int FindClassId(int before, long number)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(classIds, (before, number), out bool known);
        if (!known) id = classIds.Count;
        return id;
    }

    private Cell CellFor(int group, int classId)
    {
        // Most rows of a group are in the cell of the one before.
        while (recentCells.Count <= group) recentCells.Add(null);
        if (recentCells[group] is { } recent && recent.Class == classId) return recent;
        Cell found = FindCell(group, classId);
        recentCells[group] = found;
        return found;
    }

    private Cell FindCell(int group, int classId)
    {
        ref Cell? cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, (group, classId), out _);
        if (cell is not null) return cell;

        // Numbers of cells are used up one by one; when none is left everything is made anew.
        isHopeless |= cellById.Count == ushort.MaxValue - 1;
        cell = new(group, classId, layout.RowsOf(group), TreeOf(layout.RowsOf(group).Length)) { Id = Math.Min(cellById.Count, ushort.MaxValue - 2) };
        if (!isHopeless) cellById.Add(cell);
        return cell;
    }

    private MaxTree TreeOf(int slots)
    {
        for (int i = freeTrees.Count - 1; i >= 0; i--)
        {
            MaxTree free = freeTrees[i];
            if (free.Count != slots) continue;
            freeTrees.RemoveAt(i);
            return free;
        }

        return new(slots);
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
        if (cells.Count <= (2 * active.Count) + 16) return;
        cells.Remove((cell.Group, cell.Class));
        if (recentCells[cell.Group] == cell) recentCells[cell.Group] = null;
    }
}
