using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>What a node says of itself, and what is said of one that has fallen silent.</summary>
public static class NodeConditions
{
    private static readonly string[] Judged = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

    public static JsonObject? Find(JsonObject node, string type) => node.Child("status")?.Children("conditions").FirstOrDefault(one => one.Text("type") == type);

    /// <summary><c>True</c>, <c>False</c>, <c>Unknown</c>; null where it says nothing.</summary>
    public static string? State(JsonObject node, string type) => Find(node, type)?.Text("status");

    /// <summary>The conditions that have to become Unknown.</summary>
    public static JsonArray Unknown(JsonObject node, string now)
    {
        var changed = new JsonArray();
        foreach (var type in Judged)
        {
            var known = Find(node, type);
            if (known?.Text("status") == "Unknown") continue;
            changed.Add((JsonNode)new JsonObject
            {
                ["type"] = type,
                ["status"] = "Unknown",
                ["reason"] = known is null ? "NodeStatusNeverUpdated" : "NodeStatusUnknown",
                ["message"] = known is null ? "Kubelet never posted node status." : "Kubelet stopped posting node status.",
                ["lastHeartbeatTime"] = known is null ? node.Metadata().Text("creationTimestamp") : known.Text("lastHeartbeatTime"),
                ["lastTransitionTime"] = now,
            });
        }
        return changed;
    }
}
