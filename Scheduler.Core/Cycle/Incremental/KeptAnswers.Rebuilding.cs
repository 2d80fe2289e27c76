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
        context.StartMoved();
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
            if (slot.Plugin is IVectorFilter vector) vector.Filter(pod, state.Nodes, Passing, rejections);
            else foreach (int row in Passing) rejections.Apply(Passing, row, slot.Plugin.Filter(pod, state.Nodes[row]));
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
            if (context.Plugins[slot.Index] && !skipScore[slot.Index]) columns.Add(new(position, slot));
        }

        foreach (KeptColumn column in columns)
        {
            column.Resize(reasonOfRow.Length);
            if (column.Plugin is IVectorScore vector) vector.Score(pod, state.Nodes, Passing, context.Scores);
            foreach (int row in Passing)
            {
                long score = column.Plugin is IVectorScore ? context.Scores[row] : column.Plugin.Score(pod, state.Nodes[row]);
                if (!column.TrySet(row, score)) return false;
            }
        }

        context.ListRows(Passing);
        AddUp(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(context.Moved));
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
