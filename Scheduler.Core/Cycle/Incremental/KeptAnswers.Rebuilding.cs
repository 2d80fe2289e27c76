using System.Runtime.InteropServices;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <content>The full pass: every kept plugin is asked about all rows.</content>
internal sealed partial class KeptAnswers
{
    private bool Rebuild(PodInfo pod)
    {
        CycleState state = context.State;
        NodeTable nodes = state.Nodes;
        context.Prepare();
        context.Counters.Rebuilds++;
        Epoch++;
        journal.Clear();
        foreach (RowGroups grouping in groupings) grouping.StartOver();
        if (reasonOfRow.Length < nodes.RowCount)
        {
            Array.Resize(ref reasonOfRow, nodes.RowCount);
            Array.Resize(ref local, nodes.RowCount);
        }

        FilterAll(pod);
        if (!TakeRejections() || !ScoreAll(pod)) return false;
        readUpTo = nodes.Changes.Latest;
        presenceSeen = nodes.PresenceVersion;
        objectsSeen = context.ObjectsVersion;
        return true;
    }

    private void FilterAll(PodInfo pod)
    {
        CycleState state = context.State;
        filterPositions.Clear();
        state.Rejections.Reset(state.Nodes.RowCount);
        Passing.CopyFrom(state.Nodes.Live);
        for (int position = 0; position < state.Profile.Filter.Length; position++)
        {
            Slot<IFilter> slot = state.Profile.Filter[position];
            if (!context.Plugins[slot.Index] || state.SkipFilter[slot.Index]) continue;
            filterPositions.Add(position);
            RejectionWriter rejections = new(state.Rejections, slot.Index);
            state.Nodes.ReadBy(slot.Plugin);
            if (slot.Plugin is IVectorFilter vector) vector.Filter(pod, state.Nodes, Passing, rejections);
            else foreach (int row in Passing) rejections.Apply(Passing, row, slot.Plugin.Filter(pod, state.Nodes[row]));
            state.Nodes.ReadBy(null);
        }
    }

    // False where a filter broke: that is for the ordinary cycle to tell.
    private bool TakeRejections()
    {
        CycleState state = context.State;
        RejectionTable rejections = state.Rejections;
        reasons.Clear();
        reasonOfRow.AsSpan().Clear();
        if (rejections.HasError) return false;
        foreach (int row in state.Nodes.Live)
        {
            int plugin = rejections.Plugin(row);
            if (plugin < 0) continue;
            Verdict verdict = rejections.VerdictOf(row);
            if ((reasonOfRow[row] = NumberOf(PositionOf(plugin), verdict)) == 0) return false;
            reasons[reasonOfRow[row] - 1].Count++;
        }

        rejections.Reset(state.Nodes.RowCount);
        return true;
    }

    private int PositionOf(int plugin)
    {
        Slot<IFilter>[] filters = context.State.Profile.Filter;
        int position = 0;
        while (filters[position].Index != plugin) position++;
        return position;
    }

    private bool ScoreAll(PodInfo pod)
    {
        CycleState state = context.State;
        if (!PreScore(pod)) return false;
        columns.Clear();
        for (int position = 0; position < state.Profile.Score.Length; position++)
        {
            ScoreSlot slot = state.Profile.Score[position];
            if (context.Plugins[slot.Index] && !skipScore[slot.Index]) columns.Add(context.ColumnOf(position, slot, pod));
        }

        context.ListRows(Passing);
        ReadOnlySpan<int> rows = CollectionsMarshal.AsSpan(context.Moved);
        scratch.Prepare(rows.Length);
        foreach (KeptColumn column in CollectionsMarshal.AsSpan(columns))
        {
            column.Resize(reasonOfRow.Length);
            if (!Score(pod, column, rows)) return false;
        }

        AddUp(rows);
        return true;
    }

    /// <summary>Brings the scores of some rows up to date: those that no other shape has asked for since the row moved. False where one is out of bounds.</summary>
    private bool Score(PodInfo pod, KeptColumn column, ReadOnlySpan<int> rows)
    {
        context.Nodes.ReadBy(column.Plugin);
        bool fits = ScoreStale(pod, column, rows);
        context.Nodes.ReadBy(null);
        return fits;
    }

    private bool ScoreStale(PodInfo pod, KeptColumn column, ReadOnlySpan<int> rows)
    {
        NodeTable nodes = context.Nodes;
        ReadOnlySpan<uint> versions = nodes.Versions;
        int count = column.FindStale(rows, versions, scratch.Stale);
        ReadOnlySpan<int> stale = scratch.Stale.AsSpan(0, count);
        if (count == 0) return true;
        if (column.Plugin is IRowsScore batch && count > 1)
        {
            batch.Score(pod, nodes, stale, scratch.Scores);
            if (!column.TrySet(stale, scratch.Scores)) return false;
        }
        else if (column.Plugin is IVectorScore vector && count > nodes.Count / 2)
        {
            vector.Score(pod, nodes, Passing, context.Scores);
            foreach (int row in stale)
                if (!column.TrySet(row, context.Scores[row])) return false;
        }
        else
        {
            foreach (int row in stale)
                if (!column.TrySet(row, column.Plugin.Score(pod, nodes[row]))) return false;
        }

        column.SetVersions(stale, versions);
        return true;
    }

    /// <summary>Calls PreScore of the plugins that are kept. What they say follows from the pod, so it is the same for the whole shape.</summary>
    private bool PreScore(PodInfo pod)
    {
        Profile profile = context.State.Profile;
        if (skipScore.Length == 0) skipScore = new bool[profile.Plugins.Length];
        foreach (ref readonly Slot<IPreScore> slot in profile.PreScore.AsSpan())
        {
            if (!context.Plugins[slot.Index]) continue;
            Status status = slot.Plugin.PreScore(pod, Passing);
            if (!status.IsSkip && !status.IsSuccess) return false;
            skipScore[slot.Index] = status.IsSkip;
        }

        return true;
    }
}
