using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>Role bindings, priority and fairness, admission.</summary>
internal static class AccessCells
{
    public static JsonArray Binding(JsonObject document, DateTimeOffset now)
    {
        ILookup<string, JsonObject> subjects = document["subjects"].Objects().ToLookup(s => s.Text("kind") ?? "");
        return
        [
            CellText.Name(document),
            $"{document.Text("roleRef", "kind")}/{document.Text("roleRef", "name")}",
            CellText.Age(document, now),
            string.Join(", ", subjects["User"].Select(s => s.Text("name"))),
            string.Join(", ", subjects["Group"].Select(s => s.Text("name"))),
            string.Join(", ", subjects["ServiceAccount"].Select(s => $"{s.Text("namespace")}/{s.Text("name")}")),
        ];
    }

    public static JsonArray FlowSchema(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        JsonObject? dangling = (document["status"]?["conditions"]).Objects().FirstOrDefault(c => c.Text("type") == "Dangling");
        return
        [
            CellText.Name(document),
            CellText.OrNone(spec.Text("priorityLevelConfiguration", "name")),
            spec.Int("matchingPrecedence") ?? 0,
            CellText.OrNone(spec.Text("distinguisherMethod", "type")),
            CellText.Age(document, now),
            dangling.Text("status") ?? "?",
        ];
    }

    public static JsonArray PriorityLevel(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        JsonObject? queuing = spec.Object("limited", "limitResponse", "queuing");
        return
        [
            CellText.Name(document),
            spec.Text("type") ?? "",
            Number(spec.Int("limited", "nominalConcurrencyShares") ?? spec.Int("exempt", "nominalConcurrencyShares")),
            Number(queuing.Int("queues")),
            Number(queuing.Int("handSize")),
            Number(queuing.Int("queueLengthLimit")),
            CellText.Age(document, now),
        ];
    }

    public static JsonArray Webhooks(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), (document["webhooks"] as JsonArray)?.Count ?? 0, CellText.Age(document, now)];

    public static JsonArray MutatingPolicy(JsonObject document, DateTimeOffset now) => Policy(document, "mutations", now);

    public static JsonArray ValidatingPolicy(JsonObject document, DateTimeOffset now) => Policy(document, "validations", now);

    public static JsonArray PolicyBinding(JsonObject document, DateTimeOffset now)
    {
        JsonObject? parameters = document.Object("spec", "paramRef");
        string reference = CellText.Unset;
        if (parameters.Text("name") is { Length: > 0 } name)
            reference = parameters.Text("namespace") is { Length: > 0 } ns ? $"{ns}/{name}" : $"*/{name}";
        else if (parameters.Object("selector") is not null)
            reference = parameters.Text("namespace") is { Length: > 0 } all ? all : "*";
        return [CellText.Name(document), document.Text("spec", "policyName") ?? "", reference, CellText.Age(document, now)];
    }

    private static JsonArray Policy(JsonObject document, string rules, DateTimeOffset now)
    {
        JsonObject? kind = document.Object("spec", "paramKind");
        return
        [
            CellText.Name(document),
            (document["spec"]?[rules] as JsonArray)?.Count ?? 0,
            kind is null ? CellText.Unset : $"{kind.Text("apiVersion")}/{kind.Text("kind")}",
            CellText.Age(document, now),
        ];
    }

    private static JsonNode Number(long? number) => number is { } value ? JsonValue.Create(value) : JsonValue.Create(CellText.None);
}
