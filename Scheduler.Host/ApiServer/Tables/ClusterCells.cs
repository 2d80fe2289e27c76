using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

internal static class ClusterCells
{
    public static JsonArray Namespace(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), document.Text("status", "phase") ?? "", CellText.Age(document, now)];

    public static JsonArray ConfigMap(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), Count(document["data"]) + Count(document["binaryData"]), CellText.Age(document, now)];

    public static JsonArray Secret(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), document.Text("type") ?? "", Count(document["data"]), CellText.Age(document, now)];

    public static JsonArray ResourceQuota(JsonObject document, DateTimeOffset now)
    {
        JsonObject hard = document.Object("status", "hard") ?? [], used = document.Object("status", "used") ?? [];
        var amounts = hard.OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => (IsLimit: h.Key.StartsWith("limits", StringComparison.Ordinal), Text: $"{h.Key}: {used.Text(h.Key) ?? "0"}/{h.Value.Text()}"))
            .ToArray();
        return
        [
            CellText.Name(document),
            string.Join(", ", amounts.Where(a => !a.IsLimit).Select(a => a.Text)),
            string.Join(", ", amounts.Where(a => a.IsLimit).Select(a => a.Text)),
            CellText.Age(document, now),
        ];
    }

    public static JsonArray PriorityClass(JsonObject document, DateTimeOffset now) =>
    [
        CellText.Name(document),
        document.Int("value") ?? 0,
        document.Bool("globalDefault") ?? false,
        CellText.Age(document, now),
        document.Text("preemptionPolicy") ?? "PreemptLowerPriority",
    ];

    public static JsonArray Lease(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), document.Text("spec", "holderIdentity") ?? "", CellText.Age(document, now)];

    public static JsonArray RuntimeClass(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), document.Text("handler") ?? "", CellText.Age(document, now)];

    public static JsonArray ComponentStatus(JsonObject document, DateTimeOffset now)
    {
        JsonObject? healthy = document["conditions"].Objects().FirstOrDefault(c => c.Text("type") == "Healthy");
        string status = healthy?.Text("status") switch { "True" => "Healthy", null => "Unknown", _ => "Unhealthy" };
        return [CellText.Name(document), status, healthy.Text("message") ?? "", healthy.Text("error") ?? ""];
    }

    public static JsonArray SigningRequest(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        string duration = spec.Int("expirationSeconds") is { } seconds ? CellText.Duration(TimeSpan.FromSeconds(seconds)) : CellText.None;
        return
        [
            CellText.Name(document),
            CellText.Age(document, now),
            CellText.OrNone(spec.Text("signerName")),
            spec.Text("username") ?? "",
            duration,
            SigningCondition(document),
        ];
    }

    public static JsonArray ApiService(JsonObject document, DateTimeOffset now)
    {
        JsonObject? service = document.Object("spec", "service");
        JsonObject? available = (document["status"]?["conditions"]).Objects().FirstOrDefault(c => c.Text("type") == "Available");
        string state = available is null ? "Unknown" : available.Text("status") == "True" ? "True" : $"{available.Text("status")} ({available.Text("reason")})";
        return [CellText.Name(document), service is null ? "Local" : $"{service.Text("namespace")}/{service.Text("name")}", state, CellText.Age(document, now)];
    }

    public static JsonArray ResourceClaim(JsonObject document, DateTimeOffset now)
    {
        var states = new List<string>();
        if (document.Text("metadata", "deletionTimestamp") is not null)
            states.Add("deleted");
        if (document.Object("status", "allocation") is not null)
            states.Add("allocated");
        else if (states.Count == 0)
            states.Add("pending");
        if (Count(document["status"]?["reservedFor"]) > 0)
            states.Add("reserved");
        return [CellText.Name(document), string.Join(",", states), CellText.Age(document, now)];
    }

    public static JsonArray ResourceSlice(JsonObject document, DateTimeOffset now) =>
    [
        CellText.Name(document),
        document.Text("spec", "nodeName") ?? (document.Bool("spec", "allNodes") == true ? "<all>" : CellText.None),
        document.Text("spec", "driver") ?? "",
        document.Text("spec", "pool", "name") ?? "",
        CellText.Age(document, now),
    ];

    private static string SigningCondition(JsonObject document)
    {
        string[] types = [.. (document["status"]?["conditions"]).Objects().Select(c => c.Text("type") ?? "")];
        string state = types.Contains("Denied") ? "Denied" : types.Contains("Approved") ? "Approved" : "Pending";
        if (types.Contains("Failed"))
            state += ",Failed";
        return document.Text("status", "certificate") is { Length: > 0 } ? state + ",Issued" : state;
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject members => members.Count,
        JsonArray items => items.Count,
        _ => 0,
    };
}
