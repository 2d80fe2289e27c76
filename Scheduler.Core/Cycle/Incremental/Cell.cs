using Scheduler.Core.Numerics;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>Rows that agree in everything but their final scores.</summary>
internal sealed class Cell(int group, int classId, int[] rows, MaxTree tree)
{
    public int Group => group;

    public int Class => classId;

    /// <summary>Number within the grouping.</summary>
    public required int Id { get; init; }

    /// <summary>By slot: 1 + sum of final scores; 0 where the row is not in this cell.</summary>
    public MaxTree Tree => tree;

    /// <summary>Number of rows in the cell.</summary>
    public int Count { get; set; }

    /// <summary>Place among the active cells.</summary>
    public int Index { get; set; }

    /// <summary>Any row of the cell.</summary>
    public int AnyRow => rows[tree.FirstLargest(0)];

    /// <summary>The largest sum of final scores.</summary>
    public int Largest => tree.Max - 1;

    /// <summary>Scratch of one decision: 0 for a cell that passes, otherwise 1 + the number of its rejection.</summary>
    public int Rejection { get; set; }

    /// <summary>Scratch of one decision: what normalised scores add up to.</summary>
    public long Normalized { get; set; }

    /// <summary>The row with the largest sum that comes first at or after a rank, around the ring.</summary>
    public int FirstBest(int rank, RowOrder order)
    {
        int from = FirstSlot(rank, order);
        int slot = from < rows.Length ? tree.FirstLargest(from) : -1;
        return rows[slot >= 0 ? slot : tree.FirstLargest(0)];
    }

    /// <summary>A cell of one slot becomes that of another row.</summary>
    public void StandFor(int row, ushort value)
    {
        rows[0] = row;
        tree.Set(0, value);
        tree.Settle();
    }

    /// <summary>The slot of a row of the group.</summary>
    public int SlotOf(int row, RowOrder order) => FirstSlot(order.RankOf(row), order);

    private int FirstSlot(int rank, RowOrder order)
    {
        int from = 0, to = rows.Length;

        // Where all rows are in one group, slots are ranks.
        if (to == order.Count) return rank;
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (order.RankOf(rows[middle]) < rank) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
