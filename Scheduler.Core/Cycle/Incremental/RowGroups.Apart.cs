using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Core.Cycle.Incremental;

/// <content>Rows that stand beside the groups for one decision: those few that have a count of their own.</content>
internal sealed partial class RowGroups
{
    private readonly List<Cell> apartCells = [];
    private readonly List<(int Row, Cell Home)> apart = [];
    private readonly Dictionary<Cache.LabelColumn, int[]> rowsByDomain = [];

    /// <summary>The cells of single rows.</summary>
    public ReadOnlySpan<Cell> Apart => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(apartCells)[..apart.Count];

    /// <summary>Takes the rows that have one of these counts out of their cells; trees are settled by the caller.</summary>
    private void SetApart(List<NodeGrouping.Criterion> few)
    {
        foreach (ref readonly NodeGrouping.Criterion criterion in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(few))
        {
            int[]? rows = criterion.IsByRow ? null : rowsByDomain[criterion.Column];
            foreach (int id in criterion.Tally!.Few)
            {
                int row = rows is null ? id : id < rows.Length ? rows[id] : -1;
                if ((uint)row < (uint)cellOfRow.Length && HomeOf(row) is { } home && home.Tree[layout.SlotOf(row)] != 0) SetApart(row, home);
            }
        }
    }

    private void SetApart(int row, Cell home)
    {
        home.Tree.Set(layout.SlotOf(row), 0);
        home.Count--;
        if (apart.Count == apartCells.Count) apartCells.Add(new(-1, -1, [row], new MaxTree(1)) { Id = -1, Count = 1 });
        Cell single = apartCells[apart.Count];
        single.StandFor(row, (ushort)(answers.Local[row] + 1));
        apart.Add((row, home));
    }

    /// <summary>Puts them back where they were; whatever has happened to them since stands in the journal.</summary>
    private void PutBack()
    {
        foreach ((int row, Cell home) in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(apart))
        {
            home.Tree.Set(layout.SlotOf(row), (ushort)(answers.Local[row] + 1));
            home.Count++;
        }

        apart.Clear();
    }

    /// <summary>The cell of a row that stands apart; null where it stands in its home.</summary>
    private Cell? ApartOf(int row, Cell home)
    {
        if (home.Tree[layout.SlotOf(row)] != 0) return null;
        for (int i = 0; i < apart.Count; i++)
            if (apart[i].Row == row) return apartCells[i];
        return null;
    }

    /// <summary>Everything is made anew: nothing to put back, and labels may have other values.</summary>
    private void ForgetApart()
    {
        apart.Clear();
        rowsByDomain.Clear();
        foreach (ref readonly NodeGrouping.Criterion criterion in criteria.AsSpan())
        {
            if (criterion.Moves || !criterion.HasNumbers || criterion.IsByRow) continue;
            int[] rows = new int[criterion.Column.ValueCount];
            rows.AsSpan().Fill(-1);
            foreach (int row in context.Order.Rows)
                if (criterion.Column[row] is var domain and >= 0) rows[domain] = row;
            rowsByDomain[criterion.Column] = rows;
        }
    }
}
