using System.Runtime.CompilerServices;
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
/// <para>Counts that are zero on nearly all rows make no classes: the few rows that have one are set apart for the decision at hand, each as a cell of its
/// own. So pods of many small workloads share their groups.</para>
/// </remarks>
internal sealed partial class RowGroups
{
    private const int CellsMax = 2048;
    private const int FreeTreesMax = 64;
    private const int RecentMax = 128;

    private readonly KeptContext context;
    private readonly KeptAnswers answers;
    private readonly NodeGrouping.Criterion[] criteria;
    private readonly bool hasClasses;
    private readonly bool classesMove;
    private readonly RowLayout layout;
    private readonly List<Cell> active = [];
    private readonly Dictionary<(int Group, int Class), Cell> cells = [];
    private readonly Dictionary<(int Before, int Source, long Number), int> classIds = [];

    // By row: 1 + the place of its cell in cellById; 0 where the row does not pass.
    private readonly List<Cell> cellById = [];
    private readonly Cell?[] recentCells = new Cell?[RecentMax];
    private readonly ClassKey[] recentClasses = new ClassKey[RecentMax];
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
        hasClasses = criteria.Any(criterion => criterion.HasNumbers);
        classesMove = criteria.Any(criterion => criterion.Moves);
        layout = context.LayoutOf(by);
    }

    /// <summary>The cells that have rows, but for those that all stand in <see cref="Apart"/>: they count none. No order is promised.</summary>
    public ReadOnlySpan<Cell> Active => CollectionsMarshal.AsSpan(active);

    /// <summary>True where it is as young as the answers.</summary>
    public bool HasSeenAll => epochSeen != answers.Epoch || journalSeen == answers.Journal.Count;

    /// <summary>The cell of a row, or null where the row does not pass.</summary>
    public Cell? CellOf(int row) => HomeOf(row) is { } home ? ApartOf(row, home) ?? home : null;

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
            && (!hasClasses || (namespacesSeen == context.State.Cluster.Namespaces.Version && labelsSeen == context.Nodes.ShapeChanges.Latest));
        if (!isFresh) Build();
        else if (!isHopeless)
        {
            PutBack();
            Follow(CollectionsMarshal.AsSpan(answers.Journal)[journalSeen..], sameClasses: !classesMove && normalizedSeen == answers.NormalizedVersion);
        }

        normalizedSeen = answers.NormalizedVersion;
        journalSeen = answers.Journal.Count;
        if (isHopeless) return false;
        SetApart(context.Few);
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
        ForgetApart();
        active.Clear();
        cells.Clear();
        cellById.Clear();
        recentCells.AsSpan().Clear();
        recentClasses.AsSpan().Clear();
        classIds.Clear();
        if (cellOfRow.Length < context.Nodes.RowCount) cellOfRow = new ushort[context.Nodes.RowCount];
        cellOfRow.AsSpan().Clear();
        isHopeless = layout.IsHopeless || !AreClassesOfTheirOwn();
        if (isHopeless) return;
        for (int group = 0; group < layout.GroupCount && !isHopeless; group++) Fill(group);
    }

    /// <summary>Puts the rows of a group into empty cells, slot by slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int group)
    {
        ReadOnlySpan<ulong> passing = answers.Passing.Words;
        ReadOnlySpan<ushort> local = answers.Local;
        int[] rows = layout.RowsOf(group);
        ushort[] home = cellOfRow;
        Cell? cell = null;
        for (int slot = 0; slot < rows.Length; slot++)
        {
            int row = rows[slot];
            if ((passing[row >> 6] & (1UL << row)) == 0) continue;
            int classId = ClassOf(row);
            if (cell is null || cell.Class != classId) cell = CellFor(group, classId);
            if (isHopeless) return;
            if (cell.Count++ == 0) Activate(cell);
            home[row] = (ushort)(cell.Id + 1);
            cell.Tree.Set(slot, (ushort)(local[row] + 1));
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
            if (!criterion.HasNumbers)
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
        Cell? old = HomeOf(row);
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

    private Cell? HomeOf(int row) => cellOfRow[row] == 0 ? null : cellById[cellOfRow[row] - 1];

    private void SetNumber(Cell cell, int row) => cell.Tree.Set(layout.SlotOf(row), (ushort)(answers.Local[row] + 1));

    /// <summary>One number for all numbers other than zero that belong to the row alone; 0 where there is none, as on most rows.</summary>
    private int ClassOf(int row)
    {
        int id = 0, source = 0;
        if (hasClasses)
        {
            foreach (ref readonly NodeGrouping.Criterion criterion in criteria.AsSpan())
            {
                source++;
                if (criterion.HasNumbers && criterion.NumberOf(row) is var number and not 0) id = ClassId(id, source, number);
            }
        }

        foreach (KeptColumn column in answers.ColumnSpan)
        {
            source++;
            if (column.Normalizer is not null && column[row] is var number and not 0) id = ClassId(id, source, number);
        }

        return id;
    }

    private int ClassId(int before, int source, long number)
    {
        // Nearly all rows are like one that was asked for a moment ago: there are few raw scores.
        ref ClassKey recent = ref recentClasses[((before * 17) + (source * 5) + (int)number) & (RecentMax - 1)];
        if (recent.Before != before || recent.Source != source || recent.Number != number) recent = new(before, source, number, FindClassId(before, source, number));
        return recent.Id;
    }

    private int FindClassId(int before, int source, long number)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(classIds, (before, source, number), out bool known);
        if (!known) id = classIds.Count;
        return id;
    }

    private Cell CellFor(int group, int classId)
    {
        ref Cell? recent = ref recentCells[((group * 8) + classId) & (RecentMax - 1)];
        if (recent is null || recent.Group != group || recent.Class != classId) recent = FindCell(group, classId);
        return recent;
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
        ref Cell? recent = ref recentCells[((cell.Group * 8) + cell.Class) & (RecentMax - 1)];
        if (recent == cell) recent = null;
    }

    /// <summary>One more number of a row, after what came before it. The number is never zero, so an empty entry is nobody's.</summary>
    private readonly record struct ClassKey(int Before, int Source, long Number, int Id);
}
