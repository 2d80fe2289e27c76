using System.Diagnostics;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle.Incremental;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Core.Cycle;

/// <summary>Scores the feasible nodes: raw scores, normalised ones, weighted totals, and the set of best nodes.</summary>
public sealed class Scoring(CycleState state, NodePass pass, ExtenderChain extenders, bool explain)
{
    private readonly NodeSet counted = new();

    /// <summary>Runs PreScore and the scores; returns what went wrong, or null.</summary>
    /// <param name="kept">What is known of this pod's scores, or null.</param>
    internal string? Run(KeptAnswers? kept)
    {
        state.Scores.Reset(state.Nodes.RowCount);
        if (state.Profile.Score.Length == 0 && !extenders.Prioritizes)
        {
            foreach (int row in state.Feasible) state.Scores.Total[row] = 1;
            return null;
        }

        foreach (ref readonly Slot<IPreScore> slot in state.Profile.PreScore.AsSpan())
        {
            Status status = slot.Plugin.PreScore(state.Pod, state.Feasible);
            if (status.IsSkip) state.SkipScore[slot.Index] = true;
            else if (!status.IsSuccess) return $"running PreScore plugin \"{slot.Plugin.Name}\": {status.Message}";
        }

        for (int position = 0; position < state.Profile.Score.Length; position++)
        {
            if (!state.SkipScore[state.Profile.Score[position].Index] && Score(position, kept?.ColumnAt(position)) is { } error) return error;
        }

        if (kept is not null && !explain) AddFinal(kept.Local);

        if (extenders.Prioritizes) extenders.Prioritize(state.Pod, state.Nodes, state.Feasible, state.Scores.Total);
        return null;
    }

    /// <summary>Fills the set of best rows; returns the highest total.</summary>
    public long FindBest()
    {
        ReadOnlySpan<long> total = state.Scores.Total;
        NodeSet best = state.Best;
        best.CopyFrom(state.Feasible);
        long highest = RowKernels.Extremes(best.Words, total).Largest;
        RowKernels.KeepEqual(best.Words, total, highest);
        return highest;
    }

    private string? Score(int position, KeptColumn? kept)
    {
        // Final scores come with the kept sums; an explanation wants them one by one.
        if (kept is { Normalizer: null } && !explain) return null;
        ScoreSlot slot = state.Profile.Score[position];
        Span<long> raw = state.Scores.Raw(position);
        Span<long> normalized = state.Scores.Normalized(position);
        if (kept is null) pass.Score(slot.Plugin, raw);
        else foreach (int row in state.Feasible) raw[row] = kept[row];
        if (slot.Plugin is IRangeNormalizer range) Normalize(range, raw, normalized);
        else if (!explain && slot.Plugin is not INormalizeScore) normalized = raw;
        else
        {
            foreach (int row in state.Feasible) normalized[row] = raw[row];
            if (slot.Plugin is INormalizeScore free && free.NormalizeScore(state.Pod, state.Feasible, normalized) is { IsSuccess: false } failure)
                return $"normalizing scores of plugin \"{slot.Plugin.Name}\": {failure.Message}";
        }

        return AddToTotal(slot, normalized);
    }

    private void AddFinal(ReadOnlySpan<ushort> sums)
    {
        Span<long> total = state.Scores.Total;
        foreach (int row in state.Feasible) total[row] += sums[row];
    }

    private void Normalize(IRangeNormalizer plugin, ReadOnlySpan<long> raw, Span<long> normalized)
    {
        NodeSet? excluded = plugin.Excluded;
        counted.CopyFrom(state.Feasible);
        if (excluded is not null) counted.AndNot(excluded);
        (long min, long max) = RowKernels.Extremes(counted.Words, raw);
        if (excluded is null && min == max)
        {
            normalized.Fill(plugin.Normalize(min, min, max));
            return;
        }

        // Few raw scores differ from their neighbour's: ask once per run of equal ones.
        bool known = false;
        long lastRaw = 0, last = 0;
        foreach (int row in state.Feasible)
        {
            if (excluded is not null && excluded.Contains(row))
            {
                normalized[row] = 0;
                continue;
            }

            if (!known || raw[row] != lastRaw)
            {
                known = true;
                lastRaw = raw[row];
                last = plugin.Normalize(lastRaw, min, max);
            }

            normalized[row] = last;
        }
    }

    private string? AddToTotal(ScoreSlot slot, ReadOnlySpan<long> normalized)
    {
        Debug.Assert(slot.Weight > 0, $"weight {slot.Weight} of {slot.Plugin.Name}");
        if (RowKernels.AddWeighted(state.Feasible.Words, normalized, slot.Weight, state.Scores.Total) <= DefaultNormalization.MaxNodeScore) return null;
        long score = 0;
        foreach (int row in state.Feasible)
        {
            score = normalized[row];
            if ((ulong)score > DefaultNormalization.MaxNodeScore) break;
        }

        return $"plugin \"{slot.Plugin.Name}\" returns an invalid score {score}, it should in the range of [0, {DefaultNormalization.MaxNodeScore}] after normalizing";
    }
}
