using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>How far kept answers have carried a decision.</summary>
internal enum KeptOutcome
{
    /// <summary>Nothing is kept for this pod: the ordinary cycle decides.</summary>
    None,

    /// <summary>The feasible rows stand; scores are for the ordinary cycle to work out, with the kept ones.</summary>
    Filtered,

    /// <summary>A row was chosen.</summary>
    Chosen,

    /// <summary>A plugin failed.</summary>
    Broken,
}

/// <summary>Decides from what is kept: answers per shape, cells of rows that are alike, and only what is left node by node.</summary>
/// <remarks>PreFilter has run, nothing restricts the nodes, nobody is nominated, no extender is asked: anything else is left to the ordinary cycle.</remarks>
internal sealed class KeptCycle
{
    private readonly CycleState state;
    private readonly CycleCounters counters;
    private readonly ShapeCache shapes;
    private readonly KeptPlugins plugins;
    private readonly KeptContext context;
    private readonly NodeGrouping grouping = new();
    private readonly CellSelection selection;
    private readonly List<Slot<IFilter>> askedFilters = [];
    private bool isOrderly;
    private bool allGroupable;

    public KeptCycle(CycleState state, CycleOptions options, CycleCounters counters)
    {
        this.state = state;
        this.counters = counters;
        plugins = new(state.Profile);
        context = new(state, plugins, new(state.Nodes, options.MakeTieBreak()), counters);
        shapes = new(context, options);
        selection = new(context, options);
    }

    /// <summary>What is kept for the pod of the last call, or null.</summary>
    public KeptAnswers? Answers { get; private set; }

    /// <summary>True where the last decision was made from cells: the buffers of the cycle hold nothing of it.</summary>
    public bool FromCells { get; private set; }

    /// <summary>What went wrong, after <see cref="KeptOutcome.Broken"/>.</summary>
    public string Error => selection.Error;

    /// <summary>The row that was chosen, after <see cref="KeptOutcome.Chosen"/>.</summary>
    public CellSelection Selection => selection;

    public KeptContext Context => context;

    /// <summary>The buffers of the cycle tell of the last decision now.</summary>
    public void RowsAreFilled() => FromCells = false;

    /// <summary>Forgets everything that is kept.</summary>
    public void Forget() => shapes.Forget();

    /// <summary>A cycle begins: nothing is known of its pod.</summary>
    public void Begin()
    {
        FromCells = false;
        Answers = null;
    }

    /// <summary>Decides as far as kept answers reach.</summary>
    public KeptOutcome Run()
    {
        if (!plugins.TotalsFit || state.Profile.Score.Length == 0 || shapes.Of(state.Pod) is not { } answers) return KeptOutcome.None;
        Sort(answers);
        if (!isOrderly) return KeptOutcome.None;
        Answers = answers;
        if (allGroupable && Group(answers) is { } groups)
        {
            KeptOutcome outcome = selection.Select(answers, groups, askedFilters);
            if (outcome == KeptOutcome.None)
            {
                Answers = null;
                return outcome;
            }

            if (outcome != KeptOutcome.Filtered)
            {
                counters.FromGroups++;
                FromCells = true;
                return outcome;
            }
        }

        counters.FromColumns++;
        Array.Clear(state.SkipScore);
        FilterColumns(answers);
        return KeptOutcome.Filtered;
    }

    /// <summary>Notes the kept rejections where the ordinary cycle reads them.</summary>
    public void FillRejections()
    {
        foreach (int row in state.Nodes.Live)
            if (Answers!.ReasonOf(row) is { } reason) state.Rejections.Set(row, reason.Plugin, Verdict.Of(reason.Code, reason.Detail, reason.Text));
    }

    /// <summary>
    /// Which filters are left to ask, and whether they may be asked behind the kept ones: a kept filter after them would be blamed for rows that they
    /// reject first.
    /// </summary>
    private void Sort(KeptAnswers answers)
    {
        askedFilters.Clear();
        isOrderly = true;
        allGroupable = true;
        Profile profile = state.Profile;
        for (int position = 0; position < profile.Filter.Length; position++)
        {
            ref readonly Slot<IFilter> slot = ref profile.Filter[position];
            if (plugins[slot.Index] || state.SkipFilter[slot.Index]) continue;
            askedFilters.Add(slot);
            isOrderly &= answers.LastFilterPosition < position;
            allGroupable &= slot.Plugin is IGroupsNodes;
        }

        foreach (ref readonly ScoreSlot slot in profile.Score.AsSpan())
            if (!plugins[slot.Index]) allGroupable &= slot.Plugin is IGroupsNodes or IPreScore;
    }

    private RowGroups? Group(KeptAnswers answers)
    {
        grouping.Clear();
        foreach (ref readonly Slot<IFilter> slot in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(askedFilters))
            if (!((IGroupsNodes)slot.Plugin).Group(state.Pod, grouping)) return null;
        foreach (ref readonly ScoreSlot slot in state.Profile.Score.AsSpan())
            if (!plugins[slot.Index] && slot.Plugin is IGroupsNodes groups && !groups.Group(state.Pod, grouping)) return null;
        return answers.GroupBy(grouping);
    }

    private void FilterColumns(KeptAnswers answers)
    {
        state.PrepareRows();
        state.Feasible.CopyFrom(answers.Passing);
        foreach (ref readonly Slot<IFilter> slot in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(askedFilters))
        {
            if (state.Feasible.IsEmpty) return;
            counters.RowsVisited += state.Nodes.Count;
            RejectionWriter rejections = new(state.Rejections, slot.Index);
            if (slot.Plugin is IVectorFilter vector) vector.Filter(state.Pod, state.Nodes, state.Feasible, rejections);
            else foreach (int row in state.Feasible) rejections.Apply(state.Feasible, row, slot.Plugin.Filter(state.Pod, state.Nodes[row]));
        }
    }
}
