using System.Text.Json.Nodes;
using Scheduler.Core.Cycle;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Scheduling;

/// <summary>The last decision about each of the pods that were decided last. Reasons stay numbers and shared texts until somebody asks.</summary>
internal sealed class RecentDecisions
{
    private const int KeptMax = 20_000;

    private readonly Dictionary<string, KeptDecision> byKey = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private KeptDecision? last;

    public void Add(Decision decision, DateTimeOffset time, long revision)
    {
        if (!byKey.ContainsKey(decision.Pod)) order.Enqueue(decision.Pod);
        byKey[decision.Pod] = last = KeptDecision.Of(decision, time, revision, last);
        if (order.Count > KeptMax) byKey.Remove(order.Dequeue());
    }

    /// <summary>The decision as people read it, or null.</summary>
    public JsonObject? Describe(string key)
    {
        if (!byKey.TryGetValue(key, out KeptDecision? decision)) return null;
        JsonObject described = new()
        {
            ["time"] = Meta.MicroTimestamp(decision.Time),
            ["revision"] = decision.Revision,
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

        if (decision.TopNodes.Length > 0) described["best"] = new JsonArray([.. decision.TopNodes.Select(top => (JsonNode)new JsonObject { ["node"] = top.Node, ["score"] = top.Total })]);
        if (decision.Groups.Length > 0) described["rejected"] = new JsonArray([.. decision.Groups.Select(Describe)]);
        if (decision.UnschedulablePlugins.Length > 0) described["unschedulablePlugins"] = new JsonArray([.. decision.UnschedulablePlugins.Select(plugin => (JsonNode)plugin)]);
        if (decision.NominatedNode is { } node)
        {
            described["preemption"] = new JsonObject
            {
                ["node"] = node,
                ["victims"] = new JsonArray([.. decision.Victims.Select(victim => (JsonNode)victim)]),
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
}
