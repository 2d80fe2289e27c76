using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>Webhook configurations and admission policies.</summary>
internal static class AdmissionDefaults
{
    public static void Webhooks(JsonObject document, bool mutating)
    {
        foreach (JsonObject webhook in document["webhooks"].Objects())
        {
            Fill.Text(webhook, "failurePolicy", "Fail");
            Fill.Text(webhook, "matchPolicy", "Equivalent");
            Fill.Object(webhook, "namespaceSelector");
            Fill.Object(webhook, "objectSelector");
            Fill.Number(webhook, "timeoutSeconds", 10);
            if (mutating)
                Fill.Text(webhook, "reinvocationPolicy", "Never");
            if (webhook.Object("clientConfig", "service") is { } service)
                Fill.Number(service, "port", 443);
            Scopes(webhook["rules"]);
        }
    }

    public static void Policy(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        Fill.Text(spec, "failurePolicy", "Fail");
        Match(spec.Object("matchConstraints"));
    }

    public static void Binding(JsonObject document) => Match(document.Object("spec", "matchResources"));

    private static void Match(JsonObject? match)
    {
        if (match is null)
            return;
        Fill.Text(match, "matchPolicy", "Equivalent");
        Fill.Object(match, "namespaceSelector");
        Fill.Object(match, "objectSelector");
        Scopes(match["resourceRules"]);
        Scopes(match["excludeResourceRules"]);
    }

    private static void Scopes(JsonNode? rules)
    {
        foreach (JsonObject rule in rules.Objects())
            Fill.Text(rule, "scope", "*");
    }
}
