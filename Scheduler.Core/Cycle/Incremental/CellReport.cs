using System.Runtime.InteropServices;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>Tells, after a decision among cells, what the ordinary cycle would have left behind: row by row for explanations, in sums for decisions.</summary>
internal sealed class CellReport(KeptContext context, FilterOutcome outcome)
{
    private readonly CycleState state = context.State;
    private readonly List<TakenRow> taken = [];
    private readonly List<int> equals = [];

    /// <summary>Fills the buffers of the cycle as if every node had been asked.</summary>
    public void FillRows(KeptAnswers answers, CellSelection selection)
    {
        state.PrepareRows();
        state.Scores.Reset(state.Nodes.RowCount);
        foreach (int row in state.Nodes.Live)
        {
            if (answers.ReasonOf(row) is { } reason) state.Rejections.Set(row, reason.Plugin, Verdict.Of(reason.Code, reason.Detail, reason.Text));
            else if (selection.Groups.CellOf(row)!.Rejection is var rejected and > 0)
            {
                CellRejection why = selection.Rejections[rejected - 1];
                state.Rejections.Set(row, why.Plugin, Verdict.Of(why.Code, why.Detail, why.Text));
            }
            else state.Feasible.Add(row);
        }

        if (selection.FeasibleCount == 1)
        {
            // The only node is taken as it is: nothing was scored.
            state.Best.CopyFrom(state.Feasible);
            return;
        }

        foreach (int row in state.Feasible) state.Scores.Total[row] = answers.Local[row];
        for (int position = 0; position < state.Profile.Score.Length; position++)
            if (!state.SkipScore[state.Profile.Score[position].Index]) FillScores(position, answers, selection);
        FillBest();
    }

    /// <summary>Writes the rejection groups and the best nodes into a decision. Words are made once a shape and reason.</summary>
    public void FillReasons(Decision decision, KeptAnswers answers, CellSelection selection, int topNodes)
    {
        foreach (KeptReason reason in answers.ReasonSpan)
        {
            if (reason.Count == 0) continue;
            reason.Words ??= reason.Text is { } text ? [text] : outcome.Describe(reason.Plugin, reason.Detail);
            Add(decision, reason.Plugin, reason.Code, reason.Words, reason.Count);
        }

        foreach (ref readonly CellRejection why in selection.RejectionSpan)
            Add(decision, why.Plugin, why.Code, why.Text is { } text ? [text] : outcome.Describe(why.Plugin, why.Detail), why.Count);
        if (decision.UnschedulablePlugins.Count > 1) decision.MutableUnschedulablePlugins.Sort(string.CompareOrdinal);
        decision.MutableTopNodes.Add(new(decision.Node, decision.Score));
        if (decision.FeasibleCount > 1 && topNodes > 1) FillTopNodes(decision, selection, topNodes);
    }

    private void Add(Decision decision, int plugin, StatusCode code, string[] words, int count)
    {
        string name = state.Profile.Plugins[plugin].Name;
        decision.MutableGroups.Add(new(name, code, words, count));
        if (!decision.UnschedulablePlugins.Contains(name)) decision.MutableUnschedulablePlugins.Add(name);
    }

    /// <summary>The next rows in the order of the tie rule; where no equal one is left the best are taken out for a moment.</summary>
    private void FillTopNodes(Decision decision, CellSelection selection, int count)
    {
        equals.Clear();
        taken.Clear();
        equals.Add(selection.Row);
        while (decision.TopNodes.Count < count && decision.TopNodes.Count < selection.FeasibleCount)
        {
            if (!selection.ChooseNextEqual())
            {
                foreach (int row in CollectionsMarshal.AsSpan(equals)) taken.Add(selection.TakeOut(row));
                equals.Clear();
                selection.Choose();
            }

            equals.Add(selection.Row);
            decision.MutableTopNodes.Add(new(state.Nodes.Name(selection.Row), selection.Total));
        }

        foreach (ref readonly TakenRow row in CollectionsMarshal.AsSpan(taken)) row.PutBack();
    }

    private void FillScores(int position, KeptAnswers answers, CellSelection selection)
    {
        ScoreSlot slot = state.Profile.Score[position];
        Span<long> raw = state.Scores.Raw(position), normalized = state.Scores.Normalized(position), total = state.Scores.Total;
        KeptColumn? kept = context.Plugins[slot.Index] ? answers.ColumnAt(position) : null;
        IRangeNormalizer? normalizer = slot.Plugin as IRangeNormalizer;
        NodeSet? excluded = normalizer?.Excluded;
        Dictionary<Cell, long> ofCell = [];
        long min = long.MaxValue, max = long.MinValue;
        foreach (Cell cell in selection.Passing)
        {
            int row = cell.AnyRow;
            if (normalizer is null) continue;
            ofCell[cell] = kept is not null ? kept[row] : slot.Plugin.Score(state.Pod, state.Nodes[row]);
            if (excluded is not null && excluded.Contains(row)) continue;
            min = Math.Min(min, ofCell[cell]);
            max = Math.Max(max, ofCell[cell]);
        }

        foreach (int row in state.Feasible)
        {
            Cell cell = selection.Groups.CellOf(row)!;
            raw[row] = kept is not null ? kept[row] : ofCell[cell];
            normalized[row] = normalizer is null ? raw[row]
                : excluded is not null && excluded.Contains(cell.AnyRow) ? 0 : normalizer.Normalize(raw[row], min, max);
            if (normalizer is not null) total[row] += slot.Weight * normalized[row];
        }
    }

    private void FillBest()
    {
        long best = long.MinValue;
        foreach (int row in state.Feasible) best = Math.Max(best, state.Scores.Total[row]);
        state.Best.CopyFrom(state.Feasible);
        foreach (int row in state.Feasible)
            if (state.Scores.Total[row] != best) state.Best.Remove(row);
    }
}
