using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>Everything about one decision, node by node: what filters said, what scores came to. Arrays of scores are parallel to <see cref="Feasible"/>.</summary>
public sealed record Explanation
{
    public required Decision Decision { get; init; }

    public required PreFilterExplanation? PreFilter { get; init; }

    /// <summary>The pod's nominated node, or null.</summary>
    public string? NominatedNode { get; init; }

    /// <summary>True where that node passed and was taken without looking at others.</summary>
    public bool NominatedNodeUsed { get; init; }

    /// <summary>The nodes that passed all filters, sorted by name.</summary>
    public string[] Feasible { get; init; } = [];

    /// <summary>The nodes that a filter rejected, sorted by name. Nodes outside a PreFilter restriction are not among them.</summary>
    public NodeRejection[] Rejected { get; init; } = [];

    /// <summary>Null where no node was selected.</summary>
    public ScoringExplanation? Scoring { get; init; }

    /// <summary>Null, or why scoring a single feasible node would have failed; it does not change the result.</summary>
    public string? ScoringError { get; init; }

    /// <summary>The nodes with the highest total, sorted by name.</summary>
    public string[] Best { get; init; } = [];
}

/// <summary>What PreFilter came to.</summary>
public sealed record PreFilterExplanation(
    StatusCode Code, string Plugin, string[] Reasons, string[] Skipped, string[]? NodeNames, string[] NodeNamePlugins);

/// <summary>A node and the first filter that rejected it.</summary>
public sealed record NodeRejection(string Node, string Plugin, StatusCode Code, string[] Reasons);

/// <summary>All scores of one decision.</summary>
public sealed record ScoringExplanation(string[] Skipped, PluginScores[] Plugins, long[] Total);

/// <summary>The scores of one plugin.</summary>
public sealed record PluginScores(string Plugin, int Weight, long[] Raw, long[] Normalized);

/// <summary>Reads an explanation off the buffers of a cycle that has just run.</summary>
internal static class Explainer
{
    public static Explanation Explain(SchedulingCycle cycle, Decision decision)
    {
        CycleState state = cycle.State;
        bool ran = decision.NodeCount > 0;
        bool filtered = ran && cycle.PreFiltering.Status.IsSuccess && !state.Rejections.HasError;
        int[] feasible = filtered ? SortedByName(state.Nodes, state.Feasible) : [];
        return new()
        {
            Decision = decision.Copy(),
            PreFilter = ran ? PreFilter(state, cycle.PreFiltering) : null,
            NominatedNode = state.Pod.Pod.Status.NominatedNodeName is { Length: > 0 } nominated ? nominated : null,
            NominatedNodeUsed = cycle.NominatedNodeUsed,
            Feasible = [.. feasible.Select(state.Nodes.Name)],
            Rejected = filtered && !cycle.NominatedNodeUsed ? Rejected(state, cycle.Outcome) : [],
            Scoring = decision.Kind == DecisionKind.Placed && cycle.SingleScoringError is null ? Scoring(cycle, feasible) : null,
            ScoringError = cycle.SingleScoringError,
            Best = decision.Kind == DecisionKind.Placed ? [.. SortedByName(state.Nodes, state.Best).Select(state.Nodes.Name)] : [],
        };
    }

    private static PreFilterExplanation PreFilter(CycleState state, PreFiltering preFiltering) => new(
        preFiltering.Status.Code,
        preFiltering.Plugin,
        preFiltering.Status.Reasons ?? [],
        preFiltering.Status.Code == StatusCode.UnschedulableAndUnresolvable
            ? [] // It ended the turn at once, so there is no complete list.
            : Names(state.Profile.PreFilter.Where(slot => state.SkipFilter[slot.Index]).Select(slot => slot.Plugin.Name)),
        preFiltering.NodeNames is null ? null : Names(preFiltering.NodeNames),
        [.. preFiltering.RestrictingPlugins]);

    private static NodeRejection[] Rejected(CycleState state, FilterOutcome outcome)
    {
        List<NodeRejection> rejected = [];
        foreach (int row in SortedByName(state.Nodes, state.Candidates))
        {
            int plugin = state.Rejections.Plugin(row);
            if (plugin < 0) continue;
            rejected.Add(new(state.Nodes.Name(row), state.Profile.Plugins[plugin].Name, state.Rejections.Code(row),
                outcome.Describe(plugin, state.Rejections.Detail(row))));
        }

        return [.. rejected];
    }

    private static ScoringExplanation Scoring(SchedulingCycle cycle, int[] feasible)
    {
        CycleState state = cycle.State;
        List<PluginScores> plugins = [];
        for (int position = 0; position < state.Profile.Score.Length; position++)
        {
            ScoreSlot slot = state.Profile.Score[position];
            if (state.SkipScore[slot.Index]) continue;
            long[] raw = new long[feasible.Length];
            for (int i = 0; i < raw.Length; i++) raw[i] = cycle.RawOf(position, feasible[i]);
            bool isFinal = slot.Plugin is not (IRangeNormalizer or INormalizeScore);
            plugins.Add(new(slot.Plugin.Name, slot.Weight, raw, isFinal ? raw : Column(state.Scores.Normalized(position), feasible)));
        }

        return new(
            Names(state.Profile.PreScore.Where(slot => state.SkipScore[slot.Index]).Select(slot => slot.Plugin.Name)),
            [.. plugins],
            Column(state.Scores.Total, feasible));
    }

    private static long[] Column(ReadOnlySpan<long> column, int[] rows)
    {
        long[] values = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++) values[i] = column[rows[i]];
        return values;
    }

    private static string[] Names(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private static int[] SortedByName(NodeTable nodes, NodeSet set)
    {
        List<int> rows = [];
        foreach (int row in set) rows.Add(row);
        rows.Sort((a, b) => string.CompareOrdinal(nodes.Name(a), nodes.Name(b)));
        return [.. rows];
    }
}
