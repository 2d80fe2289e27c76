using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static JsonArray Node(JsonObject node, DateTimeOffset now)
    {
        JsonObject info = node.Object("status", "nodeInfo") ?? [];
        return
        [
            CellText.Name(node),
            Status(node),
            Roles(node),
            CellText.Age(node, now),
            info.Text("kubeletVersion") ?? "",
            Address(node, "InternalIP"),
            Address(node, "ExternalIP"),
            OrUnknown(info.Text("osImage")),
            OrUnknown(info.Text("kernelVersion")),
            OrUnknown(info.Text("containerRuntimeVersion")),
        ];
    }

    private static string Status(JsonObject node)
    {
        JsonObject? ready = (node["status"]?["conditions"]).Objects().FirstOrDefault(c => c.Text("type") == "Ready");
        string word = ready is null ? "Unknown" : ready.Text("status") == "True" ? "Ready" : "NotReady";
        return node.Bool("spec", "unschedulable") == true ? word + ",SchedulingDisabled" : word;
    }

    private static string Roles(JsonObject node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in node.Object("metadata", "labels") ?? [])
        {
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length)
                roles.Add(key[RolePrefix.Length..]);
            else if (key == "kubernetes.io/role" && value.Text() is { Length: > 0 } role)
                roles.Add(role);
        }

        return CellText.Joined(roles);
    }

    private static string Address(JsonObject node, string type) =>
        CellText.OrNone((node["status"]?["addresses"]).Objects().FirstOrDefault(a => a.Text("type") == type)?.Text("address"));

    private static string OrUnknown(string? text) => string.IsNullOrEmpty(text) ? CellText.Unknown : text;
}
