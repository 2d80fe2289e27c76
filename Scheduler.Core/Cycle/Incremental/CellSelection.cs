using System.Runtime.InteropServices;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>Chooses a row among cells: filters and normalised scores are asked once a cell, for any of its rows.</summary>
internal sealed class CellSelection(KeptContext context, CycleOptions options)
{
    private readonly CycleState state = context.State;
    private readonly List<CellRejection> rejections = [];
    private readonly List<NodeGroup> feasible = [];
    private readonly List<Cell> passing = [];
    private long[] raw = [];
    private int nextRow;
    private int start;

    /// <summary>What went wrong.</summary>
    public string Error { get; private set; } = "";

    /// <summary>The chosen row.</summary>
    public int Row { get; private set; }

    /// <summary>Its total; 0 where it was the only one.</summary>
    public long Total { get; private set; }

    /// <summary>Rows that passed all filters.</summary>
    public int FeasibleCount { get; private set; }

    /// <summary>The cells that passed.</summary>
    public ReadOnlySpan<Cell> Passing => CollectionsMarshal.AsSpan(passing);

    /// <summary>Why cells were rejected, with the number of rows.</summary>
    public IReadOnlyList<CellRejection> Rejections => rejections;

    /// <inheritdoc cref="Rejections"/>
    public ReadOnlySpan<CellRejection> RejectionSpan => CollectionsMarshal.AsSpan(rejections);

    public RowGroups Groups { get; private set; } = null!;

    /// <summary>
    /// Chooses. None: no row is feasible, which is for the ordinary cycle to explain. Filtered: some score has to be asked row by row.
    /// </summary>
    public KeptOutcome Select(KeptAnswers answers, RowGroups groups, List<Slot<IFilter>> filters)
    {
        Groups = groups;
        Filter(groups, filters);
        if (FeasibleCount == 0) return KeptOutcome.None;
        Total = 0;
        if (FeasibleCount == 1)
        {
            // An explanation shows the scores of a single node too, and whether they fail: the ordinary cycle's task.
            if (options.Explain) return KeptOutcome.None;
            Row = passing[0].AnyRow;
            return KeptOutcome.Chosen;
        }

        if (PreScore(answers) is not KeptOutcome.Chosen and var ended) return ended;
        if (!Score(answers)) return KeptOutcome.Broken;
        Choose();
        return KeptOutcome.Chosen;
    }

    private void Filter(RowGroups groups, List<Slot<IFilter>> filters)
    {
        rejections.Clear();
        passing.Clear();
        feasible.Clear();
        FeasibleCount = 0;
        foreach (Cell cell in groups.Active)
            if (cell.Count > 0) Filter(cell, filters);
        foreach (Cell cell in groups.Apart) Filter(cell, filters);
    }

    private void Filter(Cell cell, List<Slot<IFilter>> filters)
    {
        int row = cell.AnyRow;
        cell.Rejection = FirstRejection(row, filters, cell.Count);
        if (cell.Rejection != 0) return;
        passing.Add(cell);
        feasible.Add(new(row, cell.Count));
        FeasibleCount += cell.Count;
    }

    private int FirstRejection(int row, List<Slot<IFilter>> filters, int count)
    {
        foreach (ref readonly Slot<IFilter> slot in CollectionsMarshal.AsSpan(filters))
        {
            Verdict verdict = slot.Plugin.Filter(state.Pod, state.Nodes[row]);
            if (verdict.IsPass) continue;
            for (int i = 0; i < rejections.Count; i++)
            {
                if (!rejections[i].Is(slot.Index, verdict)) continue;
                rejections[i] = rejections[i] with { Count = rejections[i].Count + count };
                return i + 1;
            }

            rejections.Add(new(slot.Index, verdict.Code, verdict.Detail, verdict.Text, count));
            return rejections.Count;
        }

        return 0;
    }

    /// <summary>Chosen: go on. Filtered: a score that runs has no groups.</summary>
    private KeptOutcome PreScore(KeptAnswers answers)
    {
        answers.CopySkips(state.SkipScore);
        Profile profile = state.Profile;
        foreach (ref readonly Slot<IPreScore> slot in profile.PreScore.AsSpan())
        {
            if (context.Plugins[slot.Index]) continue;
            Status status = slot.Plugin is IGroupedPreScore grouped
                ? grouped.PreScore(state.Pod, new FeasibleGroups(CollectionsMarshal.AsSpan(feasible), FeasibleCount))
                : slot.Plugin.PreScore(state.Pod, answers.Passing);
            if (status.IsSkip) state.SkipScore[slot.Index] = true;
            else if (!status.IsSuccess)
            {
                Error = $"running PreScore plugin \"{slot.Plugin.Name}\": {status.Message}";
                return KeptOutcome.Broken;
            }
        }

        foreach (ref readonly ScoreSlot slot in profile.Score.AsSpan())
        {
            if (context.Plugins[slot.Index] || state.SkipScore[slot.Index]) continue;
            if (slot.Plugin is not IGroupsNodes || slot.Plugin is not IRangeNormalizer) return KeptOutcome.Filtered;
        }

        return KeptOutcome.Chosen;
    }

    private bool Score(KeptAnswers answers)
    {
        if (raw.Length < passing.Count) raw = new long[Math.Max(passing.Count, raw.Length * 2)];
        foreach (Cell cell in CollectionsMarshal.AsSpan(passing)) cell.Normalized = 0;
        for (int position = 0; position < state.Profile.Score.Length; position++)
        {
            ref readonly ScoreSlot slot = ref state.Profile.Score[position];
            if (state.SkipScore[slot.Index] || slot.Plugin is not IRangeNormalizer normalizer) continue;
            KeptColumn? kept = context.Plugins[slot.Index] ? answers.ColumnAt(position) : null;
            if (!Normalize(slot, normalizer, kept)) return false;
        }

        return true;
    }

    private bool Normalize(in ScoreSlot slot, IRangeNormalizer normalizer, KeptColumn? kept)
    {
        Cache.NodeSet? excluded = normalizer.Excluded;
        long min = long.MaxValue, max = long.MinValue;
        ReadOnlySpan<NodeGroup> groups = CollectionsMarshal.AsSpan(feasible);
        for (int i = 0; i < groups.Length; i++)
        {
            int row = groups[i].Row;
            raw[i] = kept is not null ? kept[row] : slot.Plugin.Score(state.Pod, state.Nodes[row]);
            if (excluded is not null && excluded.Contains(row)) continue;
            min = Math.Min(min, raw[i]);
            max = Math.Max(max, raw[i]);
        }

        for (int i = 0; i < groups.Length; i++)
        {
            long score = excluded is not null && excluded.Contains(groups[i].Row) ? 0 : normalizer.Normalize(raw[i], min, max);
            if ((ulong)score > DefaultNormalization.MaxNodeScore)
            {
                Error = $"plugin \"{slot.Plugin.Name}\" returns an invalid score {score}, it should in the range of [0, {DefaultNormalization.MaxNodeScore}] after normalizing";
                return false;
            }

            passing[i].Normalized += slot.Weight * score;
        }

        return true;
    }

    /// <summary>Takes a row out of its cell, so that the next is chosen as if it were not there.</summary>
    public TakenRow TakeOut(int row)
    {
        Cell cell = Groups.CellOf(row)!;
        int slot = cell.SlotOf(row, context.Order);
        TakenRow taken = new(cell, slot, (ushort)cell.Tree[slot]);
        taken.Cell.Tree.Set(taken.Slot, 0);
        taken.Cell.Tree.Settle();
        return taken;
    }

    /// <summary>Goes on to the next row of the same total in the order of the tie rule; false where there is none.</summary>
    public bool ChooseNextEqual()
    {
        RowOrder order = context.Order;
        int after = Distance(Row, order), next = int.MaxValue;
        foreach (Cell cell in CollectionsMarshal.AsSpan(passing))
        {
            if (cell.Tree.Max == 0 || cell.Normalized + cell.Largest != Total) continue;
            int row = cell.FirstBest(order.RankOf(Row) + 1, order), distance = Distance(row, order);
            if (distance <= after || distance >= next) continue;
            (next, nextRow) = (distance, row);
        }

        if (next == int.MaxValue) return false;
        Row = nextRow;
        return true;
    }

    /// <summary>Chooses among the cells that passed, by their scores as they are.</summary>
    public void Choose()
    {
        long best = long.MinValue;
        foreach (Cell cell in CollectionsMarshal.AsSpan(passing))
            if (cell.Tree.Max > 0) best = Math.Max(best, cell.Normalized + cell.Largest);
        RowOrder order = context.Order;
        start = order.StartOf(state.Pod);
        int closest = -1;
        foreach (Cell cell in CollectionsMarshal.AsSpan(passing))
        {
            if (cell.Tree.Max == 0 || cell.Normalized + cell.Largest != best) continue;
            int row = cell.FirstBest(start, order);

            // Usually there is one such cell, and its row needs no comparing.
            if (closest >= 0 && Distance(row, order) > Distance(closest, order)) continue;
            closest = row;
        }

        Row = closest;
        Total = best;
    }

    /// <summary>How far the row stands behind the pod's first choice, around the ring.</summary>
    private int Distance(int row, RowOrder order)
    {
        int distance = order.RankOf(row) - start;
        return distance < 0 ? distance + order.Count : distance;
    }
}

/// <summary>A row that was taken out of its cell for a moment.</summary>
internal readonly record struct TakenRow(Cell Cell, int Slot, ushort Value)
{
    public void PutBack()
    {
        Cell.Tree.Set(Slot, Value);
        Cell.Tree.Settle();
    }
}

/// <summary>Why a cell was rejected.</summary>
internal readonly record struct CellRejection(int Plugin, StatusCode Code, ulong Detail, string? Text, int Count)
{
    public bool Is(int plugin, in Verdict verdict) => Plugin == plugin && Code == verdict.Code && Detail == verdict.Detail && Text == verdict.Text;
}
