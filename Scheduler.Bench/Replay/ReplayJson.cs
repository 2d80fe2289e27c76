using System.Text.Json.Nodes;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Replay;

/// <summary>A replay as JSON, for scripts.</summary>
public static class ReplayJson
{
    public static JsonObject Of(ReplayResult result)
    {
        AgreementSummary agreement = AgreementSummary.Of(result);
        JsonObject json = new()
        {
            ["formatVersion"] = DecisionHash.FormatVersion,
            ["decisionHash"] = result.DecisionHash,
            ["nodes"] = result.Input.Cluster.Nodes.Count,
            ["placed"] = result.Placed,
            ["pending"] = result.Pending,
            ["skipped"] = result.Skipped,
            ["podsPerSecond"] = Math.Round(result.PodsPerSecond, 1),
            ["seconds"] = Math.Round(result.Elapsed.TotalSeconds, 6),
        };
        if (agreement.Compared > 0)
            json["agreement"] = new JsonObject { ["compared"] = agreement.Compared, ["sameNode"] = agreement.SameNode, ["sameMessage"] = agreement.SameMessage };
        json["utilization"] = new JsonArray([.. Utilization.Rows(result.Input.Cluster).Select(Row)]);
        json["warnings"] = new JsonArray([.. result.Input.Warnings.Select(warning => (JsonNode)warning)]);
        json["pods"] = new JsonArray([.. result.Pods.Select(Pod)]);
        return json;
    }

    private static JsonNode Row(UtilizationRow row) => new JsonObject
    {
        ["group"] = row.Group,
        ["nodes"] = row.Nodes,
        ["pods"] = row.Pods,
        ["cpuPercent"] = Math.Round(row.CpuPercent, 1),
        ["memoryPercent"] = Math.Round(row.MemoryPercent, 1),
    };

    private static JsonNode Pod(PodOutcome outcome)
    {
        JsonObject pod = new() { ["pod"] = outcome.Pod.Key, ["verdict"] = outcome.Kind.ToString() };
        if (outcome.Node.Length > 0) pod["node"] = outcome.Node;
        if (outcome.NodeBefore is not null) pod["nodeBefore"] = outcome.NodeBefore;
        if (outcome.Message.Length > 0) pod["message"] = outcome.Message;
        if (outcome.IsNotFullyEvaluated) pod["notFullyEvaluated"] = true;
        if (outcome.Preemption is { } preemption)
        {
            pod["priority"] = outcome.Pod.Priority;
            pod["preemption"] = new JsonObject
            {
                ["node"] = preemption.NominatedNode,
                ["victims"] = new JsonArray([.. preemption.Victims.Select(victim => (JsonNode)new JsonObject { ["pod"] = victim.Key, ["priority"] = victim.Priority })]),
            };
        }

        return pod;
    }
}
