using System.Text.Json.Nodes;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Host.Cases;

/// <summary>Writes what our engine decided in the form of <c>expect.pods[i]</c> (fixtures/golden/FORMAT.md 4).</summary>
public static class GoldenResult
{
    /// <summary>A pod that got no cycle.</summary>
    public static JsonObject NotScheduled(Decision decision)
    {
        JsonObject result = new() { ["pod"] = decision.Pod };
        if (decision.Kind == DecisionKind.Skipped) result["skipped"] = decision.PreFilterMessage;
        else
        {
            RejectionGroup group = decision.Groups[0];
            result["preEnqueue"] = new JsonObject { ["plugin"] = group.Plugin, ["code"] = group.Code.ToString(), ["reasons"] = Strings(group.Reasons) };
        }

        result["feasible"] = new JsonArray();
        return result;
    }

    /// <summary>A pod that got a cycle.</summary>
    public static JsonObject Of(Explanation explanation)
    {
        Decision decision = explanation.Decision;
        JsonObject result = new() { ["pod"] = decision.Pod };
        if (explanation.PreFilter is not null) result["preFilter"] = PreFilter(explanation.PreFilter);
        if (explanation.NominatedNode is not null) result["nominatedNodeTried"] = explanation.NominatedNode;
        if (explanation.NominatedNodeUsed) result["nominatedNodeUsed"] = true;
        result["feasible"] = Strings(explanation.Feasible);
        if (explanation.Rejected.Length > 0) result["rejected"] = Rejected(explanation.Rejected);
        if (explanation.Feasible.Length == 1) result["singleFeasible"] = true;
        if (explanation.Scoring is not null) result["scoring"] = Scoring(explanation.Scoring);
        if (explanation.ScoringError is not null) result["scoringError"] = explanation.ScoringError;
        if (decision.Kind == DecisionKind.Placed)
        {
            result["best"] = Strings(explanation.Best);
            result["selected"] = decision.Node;
        }

        if (decision.Kind == DecisionKind.Error) result["error"] = decision.Error;
        if (decision.Kind == DecisionKind.Unschedulable)
        {
            result["filterMessage"] = decision.FilterMessage;
            result["message"] = decision.Message;
            result["unschedulablePlugins"] = Strings(decision.UnschedulablePlugins);
            if (decision.PostFilter is not null) result["postFilter"] = PostFilter(decision.PostFilter);
        }

        return result;
    }

    /// <summary>A list of strings.</summary>
    public static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static JsonObject PreFilter(PreFilterExplanation preFilter)
    {
        JsonObject result = new() { ["code"] = preFilter.Code.ToString() };
        if (preFilter.Plugin.Length > 0) result["plugin"] = preFilter.Plugin;
        if (preFilter.Reasons.Length > 0) result["reasons"] = Strings(preFilter.Reasons);
        if (preFilter.Skipped.Length > 0) result["skipped"] = Strings(preFilter.Skipped);
        if (preFilter.NodeNames is null) return result;
        result["nodeNames"] = Strings(preFilter.NodeNames);
        result["nodeNamePlugins"] = Strings(preFilter.NodeNamePlugins);
        return result;
    }

    private static JsonArray Rejected(NodeRejection[] rejected) => new([.. rejected
        .GroupBy(node => (node.Plugin, node.Code, Reasons: string.Join('\n', node.Reasons.Order(StringComparer.Ordinal))))
        .Select(group => (JsonNode)new JsonObject
        {
            ["plugin"] = group.Key.Plugin,
            ["code"] = group.Key.Code.ToString(),
            ["reasons"] = Strings(group.First().Reasons),
            ["nodes"] = Strings(group.Select(node => node.Node)),
        })]);

    private static JsonObject Scoring(ScoringExplanation scoring)
    {
        JsonObject result = [];
        if (scoring.Skipped.Length > 0) result["skipped"] = Strings(scoring.Skipped);
        result["plugins"] = new JsonArray([.. scoring.Plugins.Select(Plugin)]);
        result["total"] = Numbers(scoring.Total);
        return result;
    }

    private static JsonNode Plugin(PluginScores scores)
    {
        JsonObject result = new() { ["name"] = scores.Plugin, ["weight"] = (long)scores.Weight, ["raw"] = Numbers(scores.Raw) };
        if (!scores.Raw.AsSpan().SequenceEqual(scores.Normalized)) result["normalized"] = Numbers(scores.Normalized);
        return result;
    }

    private static JsonObject PostFilter(PostFilterOutcome outcome)
    {
        JsonObject result = new() { ["code"] = outcome.Status.Code.ToString() };
        if (outcome.Status.IsSuccess)
        {
            PostFilterResult preemption = outcome.Result!;
            if (preemption.Candidates is not null) result["candidates"] = new JsonArray([.. preemption.Candidates.Select(Candidate)]);
            result["outcome"] = new JsonObject { ["node"] = preemption.NominatedNode, ["victims"] = Victims(preemption.Victims) };
            return result;
        }

        result["message"] = outcome.Status.Message;
        result["plugin"] = outcome.Plugin;
        if (outcome.Result is { ClearsNomination: true }) result["clearsNomination"] = true;
        return result;
    }

    private static JsonNode Candidate(PreemptionCandidate candidate)
    {
        JsonObject result = new() { ["node"] = candidate.Node, ["victims"] = Victims(candidate.Victims) };
        if (candidate.PdbViolations > 0) result["pdbViolations"] = candidate.PdbViolations;
        return result;
    }

    private static JsonArray Victims(Core.Cache.PodInfo[] victims) => Strings(victims.Select(pod => pod.Key).Order(StringComparer.Ordinal));

    private static JsonArray Numbers(long[] values) => new([.. values.Select(value => (JsonNode)value)]);
}
