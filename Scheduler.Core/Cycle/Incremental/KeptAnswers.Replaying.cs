using System.Runtime.InteropServices;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <content>The replay: rows that moved, and plugins that use what moved.</content>
internal sealed partial class KeptAnswers
{
    private const int Passed = int.MaxValue;

    private readonly Scratch scratch = context.Scratch;

    private bool Replay(PodInfo pod, NodeColumns moved)
    {
        ReadOnlySpan<int> rows = CollectionsMarshal.AsSpan(context.Moved);
        context.Counters.RowsReplayed += rows.Length;
        scratch.Prepare(rows.Length);
        if (StillPass(pod, rows, moved))
        {
            if (!AskScores(pod, rows, rows.Length, moved)) return false;
        }
        else
        {
            if (!AskFilters(pod, rows, moved)) return false;
            TakeVerdicts(rows, out int again, out int scored);
            if (!AskScores(pod, scratch.ToScore.AsSpan(0, scored), again, moved)) return false;
        }

        if (groupings.Count > 0) journal.AddRange(rows);
        return true;
    }

    /// <summary>True where all rows passed and pass again: nearly always, and then nothing need be noted row by row.</summary>
    private bool StillPass(PodInfo pod, ReadOnlySpan<int> rows, NodeColumns moved)
    {
        foreach (int row in rows)
            if (reasonOfRow[row] != 0) return false;
        foreach (int position in CollectionsMarshal.AsSpan(filterPositions))
        {
            IFilter filter = context.State.Profile.Filter[position].Plugin;
            if ((filter.Uses & moved) == 0) continue;
            context.Nodes.ReadBy(filter);
            bool pass = AllPass(pod, filter, rows);
            context.Nodes.ReadBy(null);
            if (!pass) return false;
        }

        return true;
    }

    private bool AllPass(PodInfo pod, IFilter filter, ReadOnlySpan<int> rows)
    {
        if (filter is IRowsFilter batch && rows.Length > 1) return batch.AllPass(pod, context.Nodes, rows);
        foreach (int row in rows)
            if (!filter.Filter(pod, context.Nodes[row]).IsPass) return false;
        return true;
    }

    /// <summary>Leaves the reason of every row in <c>scratch.Reasons</c>. False where a filter broke.</summary>
    private bool AskFilters(PodInfo pod, ReadOnlySpan<int> rows, NodeColumns moved)
    {
        CycleState state = context.State;
        bool allPassed = true;
        for (int i = 0; i < rows.Length; i++)
        {
            ushort reason = reasonOfRow[rows[i]];
            scratch.Before[i] = reason == 0 ? Passed : reasons[reason - 1].Position;
            scratch.Reasons[i] = Scratch.Undecided;
            allPassed &= reason == 0;
        }

        foreach (int position in CollectionsMarshal.AsSpan(filterPositions))
        {
            IFilter filter = state.Profile.Filter[position].Plugin;
            bool affected = (filter.Uses & moved) != 0;
            if (!affected && allPassed) continue;

            // Asked are rows whose answer may have moved, and rows that an earlier filter kept from this one until now.
            int asked = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                if (scratch.Reasons[i] != Scratch.Undecided) continue;
                int before = scratch.Before[i];
                if (!affected && before == position) scratch.Reasons[i] = reasonOfRow[rows[i]];
                else if (affected || before < position)
                {
                    scratch.Places[asked] = i;
                    scratch.Asked[asked++] = rows[i];
                }
            }

            context.Nodes.ReadBy(filter);
            bool sound = Ask(pod, filter, position, asked);
            context.Nodes.ReadBy(null);
            if (!sound) return false;
        }

        return true;
    }

    private bool Ask(PodInfo pod, IFilter filter, int position, int asked)
    {
        NodeTable nodes = context.Nodes;
        if (filter is IRowsFilter batch && asked > 1)
        {
            batch.Filter(pod, nodes, scratch.Asked.AsSpan(0, asked), scratch.Verdicts);
            for (int k = 0; k < asked; k++)
                if (!Take(position, k, scratch.Verdicts[k])) return false;
            return true;
        }

        for (int k = 0; k < asked; k++)
            if (!Take(position, k, filter.Filter(pod, nodes[scratch.Asked[k]]))) return false;
        return true;
    }

    private bool Take(int position, int k, in Verdict verdict)
    {
        if (verdict.IsPass) return true;
        ushort number = verdict.Code == StatusCode.Error ? (ushort)0 : NumberOf(position, verdict);
        scratch.Reasons[scratch.Places[k]] = number;
        return number != 0;
    }

    /// <summary>Lists the rows to score: first those that passed before too, then those that pass now.</summary>
    private void TakeVerdicts(ReadOnlySpan<int> rows, out int again, out int scored)
    {
        again = 0;
        int fresh = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            ushort before = reasonOfRow[row], now = scratch.Reasons[i] == Scratch.Undecided ? (ushort)0 : (ushort)scratch.Reasons[i];
            if (now == 0 && before == 0) scratch.ToScore[again++] = row;
            if (now == before) continue;
            if (before != 0) reasons[before - 1].Count--;
            if (now != 0) reasons[now - 1].Count++;
            else scratch.Asked[fresh++] = row;
            reasonOfRow[row] = now;
            Passing.Set(row, now == 0);
        }

        scratch.Asked.AsSpan(0, fresh).CopyTo(scratch.ToScore.AsSpan(again));
        scored = again + fresh;
    }

    private bool AskScores(PodInfo pod, ReadOnlySpan<int> rows, int again, NodeColumns moved)
    {
        if (rows.Length == 0) return true;
        if (!PreScore(pod)) return false;
        bool sumsMoved = again < rows.Length;
        foreach (KeptColumn column in CollectionsMarshal.AsSpan(columns))
        {
            bool affected = (column.Uses & moved) != 0;
            ReadOnlySpan<int> asked = affected ? rows : rows[again..];
            if (asked.Length == 0) continue;
            if (affected && column.Normalizer is not null) NormalizedVersion++;
            sumsMoved |= affected;
            if (!Score(pod, column, asked)) return false;
        }

        if (!sumsMoved) return true;
        AddUp(rows);
        return true;
    }
}
