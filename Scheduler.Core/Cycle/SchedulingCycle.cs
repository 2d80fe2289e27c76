using Scheduler.Core.Cache;
using Scheduler.Core.Cycle.Incremental;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>One pod's turn: (cluster, pod, seed, profile) in, <see cref="Decision"/> out (docs/semantics.md 2.2). Reads no clock, changes nothing.</summary>
public sealed class SchedulingCycle
{
    private const int AllNodes = 100;

    private readonly CycleState state;
    private readonly CycleOptions options;
    private readonly PreFiltering preFiltering;
    private readonly RowFilter rowFilter;
    private readonly NodePass pass;
    private readonly Scoring scoring;
    private readonly FilterOutcome outcome;
    private readonly RejectionSummary summary;
    private readonly TopNodes topNodes;
    private readonly TieBreak tieBreak;
    private readonly ExtenderChain extenders;
    private readonly NodeRotation rotation;
    private readonly UnschedulableAnswers answers;
    private readonly int percentage;
    private readonly KeptCycle? kept;
    private readonly CellReport? report;
    private readonly Decision decision = new();

    public SchedulingCycle(Profile profile, Cluster cluster, CycleOptions options, NodeRotation rotation, ExtenderChain? extenders = null)
    {
        this.options = options;
        this.extenders = extenders ?? ExtenderChain.Empty;
        this.rotation = rotation;
        answers = new(profile, cluster, !options.Explain && this.extenders.IsEmpty);
        percentage = options.PercentageOfNodesToScore is { } global ? profile.PercentageOfNodesToScore ?? global : AllNodes;
        state = new(profile, cluster);
        preFiltering = new(state);
        rowFilter = new(state);
        pass = options.Engine == EngineKind.Plain ? new PlainPass(state, rowFilter, options.Parallelism) : new VectorPass(state, rowFilter);
        scoring = new(state, pass, this.extenders, options.Explain);
        outcome = new(state, preFiltering, rowFilter, options, this.extenders);
        summary = new(state, preFiltering, outcome);
        tieBreak = options.MakeTieBreak();
        topNodes = new(state, tieBreak);
        if (options.Engine != EngineKind.Incremental || !this.extenders.IsEmpty || percentage < AllNodes) return;
        kept = new(state, options, Counters);
        report = new(kept.Context, outcome);
    }

    /// <summary>What the layers did.</summary>
    public CycleCounters Counters { get; } = new();

    /// <summary>What the last cycle worked with; for explanations.</summary>
    internal CycleState State
    {
        get
        {
            if (kept is { FromCells: true }) FillRows();
            return state;
        }
    }

    /// <summary>Forgets what is kept.</summary>
    internal void Forget() => kept?.Forget();

    /// <summary>The raw score that a feasible row got from the plugin at this place of the score order, wherever it is held.</summary>
    internal long RawOf(int position, int row) => kept?.Answers?.ColumnAt(position) is { } column ? column[row] : State.Scores.Raw(position)[row];

    internal PreFiltering PreFiltering => preFiltering;

    internal FilterOutcome Outcome => outcome;

    /// <summary>True where the last cycle found the pod's nominated node and it passed: no other node was looked at.</summary>
    internal bool NominatedNodeUsed { get; private set; }

    /// <summary>What would have gone wrong in scoring a single feasible node, where it was tried for an explanation.</summary>
    internal string? SingleScoringError { get; private set; }

    /// <summary>Decides. The result is overwritten by the next call.</summary>
    public Decision Run(PodInfo pod)
    {
        Counters.Decisions++;
        if (answers.Find(pod) is { } known)
        {
            Counters.ReusedAnswers++;
            return known;
        }

        Decision made = Decide(pod);
        answers.Keep(pod, made);
        return made;
    }

    private Decision Decide(PodInfo pod)
    {
        state.Begin(pod);
        kept?.Begin();
        decision.Reset(pod.Key, state.Nodes.Count);
        NominatedNodeUsed = false;
        SingleScoringError = null;
        if (state.Nodes.Count == 0) return Broken(FitError.NoNodes);

        PointMeter? meter = options.Meter;
        meter?.Begin();
        long began = meter?.Now ?? 0;
        preFiltering.Run(meter);
        meter?.Point(ExtensionPoint.PreFilter, pod, preFiltering.Status.Code, began);
        if (preFiltering.Status.Code == StatusCode.Error) return Broken(preFiltering.Status.Message);
        began = meter?.Now ?? 0;
        KeptOutcome reached = CanUseKept() ? kept!.Run() : KeptOutcome.None;
        if (reached == KeptOutcome.Chosen)
        {
            meter?.Point(ExtensionPoint.Filter, pod, StatusCode.Success, began);
            return TakeChosen();
        }

        if (reached == KeptOutcome.Broken) return Broken(kept!.Error);
        if (reached == KeptOutcome.None) state.PrepareRows();
        if (!preFiltering.Status.IsSuccess) return Rejected();

        string? error = null;
        if (reached == KeptOutcome.Filtered)
        {
            if (options.KeepReasons || options.Explain || state.Feasible.IsEmpty) kept!.FillRejections();
            error = state.Rejections.HasError ? summary.FirstError() : null;
        }
        else
        {
            preFiltering.KeepNamed();
            if (!TryNominatedNode())
            {
                Counters.RowsVisited += state.Nodes.Count;
                pass.Filter();
                if (percentage < AllNodes) Sample();
                error = state.Rejections.HasError ? summary.FirstError() : AskExtenders();
            }
        }

        meter?.Point(ExtensionPoint.Filter, pod, error is not null ? StatusCode.Error : state.Feasible.IsEmpty ? StatusCode.Unschedulable : StatusCode.Success, began);
        if (error is not null) return Broken(error);
        decision.FeasibleCount = state.Feasible.Count;
        return decision.FeasibleCount == 0 ? Rejected() : Select();
    }

    /// <summary>Kept answers are about all nodes as they are: pods that were promised room, and pins to nodes, are for the ordinary cycle.</summary>
    private bool CanUseKept() =>
        kept is not null
        && preFiltering.Status.IsSuccess
        && preFiltering.NodeNames is null
        && state.Cluster.Nominations.Count == 0
        && state.Pod.Pod.Status.NominatedNodeName.Length == 0;

    private Decision TakeChosen()
    {
        CellSelection selection = kept!.Selection;
        decision.Kind = DecisionKind.Placed;
        decision.Row = selection.Row;
        decision.Node = state.Nodes.Name(selection.Row);
        state.Nodes.Expect(selection.Row);
        decision.Score = selection.Total;
        decision.FeasibleCount = selection.FeasibleCount;
        if (options.KeepReasons) report!.FillReasons(decision, kept.Answers!, selection, options.TopNodes);
        return decision;
    }

    private void FillRows()
    {
        report!.FillRows(kept!.Answers!, kept.Selection);
        kept.RowsAreFilled();
    }

    /// <summary>All nodes have been filtered at once; what a search node by node would not have seen is forgotten.</summary>
    private void Sample()
    {
        bool anyWillDo = state.Profile.Score.Length == 0 && !extenders.Prioritizes && !extenders.Filters;
        int considered = state.Candidates.Count;
        rotation.Cut(state, anyWillDo ? 1 : NodeRotation.Wanted(considered, percentage));
    }

    /// <summary>Looks at the pod's nominated node alone. Extenders are asked about it too.</summary>
    private bool TryNominatedNode()
    {
        string name = state.Pod.Pod.Status.NominatedNodeName;
        int row = name.Length == 0 ? -1 : state.Nodes.RowOf(name);
        if (row < 0 || !rowFilter.RunWithNominated(state.Pod, row, out _).IsPass) return false;
        state.Feasible.Add(row);
        if (AskExtenders() is null && !state.Feasible.IsEmpty) return NominatedNodeUsed = true;

        // Even a failure decides nothing: all nodes are looked at now, and this one with them.
        state.Rejections.Reset(state.Nodes.RowCount);
        return false;
    }

    private string? AskExtenders() => extenders.Filters
        ? extenders.Filter(state.Pod, state.Nodes, state.Feasible, new(state.Rejections, state.Profile.ExtenderIndex))
        : null;

    private Decision Select()
    {
        if (decision.FeasibleCount > 1 || options.Explain)
        {
            long began = options.Meter?.Now ?? 0;
            string? error = scoring.Run(kept?.Answers);
            options.Meter?.Point(ExtensionPoint.Score, state.Pod, error is null ? StatusCode.Success : StatusCode.Error, began);
            if (error is not null && decision.FeasibleCount > 1) return Broken(error);
            SingleScoringError = error;
        }

        int row;
        if (decision.FeasibleCount == 1)
        {
            row = state.Feasible.First;
            state.Best.CopyFrom(state.Feasible);
            decision.Score = options.Explain ? state.Scores.Total[row] : 0;
        }
        else
        {
            decision.Score = scoring.FindBest();
            row = tieBreak.Choose(state.Pod, state.Best, state.Nodes);
        }

        decision.Kind = DecisionKind.Placed;
        decision.Row = row;
        decision.Node = state.Nodes.Name(row);
        if (options.KeepReasons)
        {
            summary.Fill(decision);
            topNodes.Fill(decision, options.TopNodes);
        }

        return decision;
    }

    private Decision Rejected()
    {
        decision.Kind = DecisionKind.Unschedulable;
        summary.Fill(decision);
        long began = options.Meter?.Now ?? 0;
        decision.PostFilter = RunPostFilter();
        if (decision.PostFilter is { } made) options.Meter?.Point(ExtensionPoint.PostFilter, state.Pod, made.Status.Code, began);
        return decision;
    }

    private Decision Broken(string error)
    {
        decision.Kind = DecisionKind.Error;
        decision.Error = error;
        return decision;
    }

    /// <summary>docs/semantics.md 2.7: success, unresolvable and errors end it, unschedulable goes on and adds its words.</summary>
    private PostFilterOutcome? RunPostFilter()
    {
        IPostFilter[] plugins = state.Profile.PostFilter;
        if (plugins.Length == 0) return null;
        List<string> reasons = [];
        string rejector = "";
        PostFilterResult? last = null;
        foreach (IPostFilter plugin in plugins)
        {
            long began = options.Meter?.Now ?? 0;
            PostFilterResult result = plugin.PostFilter(state.Pod, outcome);
            if (options.Meter is { TimesPlugins: true } meter) meter.Plugin(ExtensionPoint.PostFilter, plugin, result.Status.Code, began);
            if (result.Status.Code != StatusCode.Unschedulable) return new(plugin.Name, result.Status, result);
            if (result.ClearsNomination || result.NominatedNode is not null || result.Candidates is not null) last = result;
            reasons.AddRange(result.Status.Reasons);
            if (rejector.Length == 0) rejector = plugin.Name;
        }

        return new(rejector, Status.Unschedulable([.. reasons]), last);
    }
}
