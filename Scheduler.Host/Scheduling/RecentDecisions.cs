using System.Text.Json.Nodes;
using Scheduler.Core.Cycle;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Scheduling;

/// <summary>The last decision about each of the pods that were decided last. Reasons stay numbers and shared texts until somebody asks.</summary>
internal sealed class RecentDecisions
{
    private const int KeptMax = 20_000;

    private readonly Dictionary<string, Kept> byKey = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public void Add(Decision decision, DateTimeOffset time, long revision)
    {
        if (!byKey.ContainsKey(decision.Pod)) order.Enqueue(decision.Pod);
        byKey[decision.Pod] = new(decision.Copy(), time, revision);
        if (order.Count > KeptMax) byKey.Remove(order.Dequeue());
    }

    /// <summary>The decision as people read it, or null.</summary>
    public JsonObject? Describe(string key)
    {
        if (!byKey.TryGetValue(key, out Kept? kept)) return null;
        Decision decision = kept.Decision;
        JsonObject described = new()
        {
            ["time"] = Meta.MicroTimestamp(kept.Time),
            ["revision"] = kept.Revision,
            ["verdict"] = decision.Kind.ToString(),
            ["nodes"] = decision.NodeCount,
            ["feasible"] = decision.FeasibleCount,
        };
        if (decision.Kind == DecisionKind.Placed)
        {
            described["node"] = decision.Node;
            described["score"] = decision.Score;
        }
        else described["message"] = decision.Message;

        if (decision.TopNodes.Count > 0) described["best"] = new JsonArray([.. decision.TopNodes.Select(top => (JsonNode)new JsonObject { ["node"] = top.Node, ["score"] = top.Total })]);
        if (decision.Groups.Count > 0) described["rejected"] = new JsonArray([.. decision.Groups.Select(Describe)]);
        if (decision.UnschedulablePlugins.Count > 0) described["unschedulablePlugins"] = new JsonArray([.. decision.UnschedulablePlugins.Select(plugin => (JsonNode)plugin)]);
        if (decision.PostFilter?.Result is { NominatedNode: { Length: > 0 } node } result)
        {
            described["preemption"] = new JsonObject
            {
                ["node"] = node,
                ["victims"] = new JsonArray([.. result.Victims.Select(victim => (JsonNode)victim.Key)]),
            };
        }

        return described;
    }

    private static JsonNode Describe(RejectionGroup group) => new JsonObject
    {
        ["plugin"] = group.Plugin,
        ["code"] = group.Code.ToString(),
        ["nodes"] = group.Count,
        ["reasons"] = new JsonArray([.. group.Reasons.Select(reason => (JsonNode)reason)]),
    };

    private sealed record Kept(Decision Decision, DateTimeOffset Time, long Revision);
}
