using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

internal static class AutoscalerCells
{
    private const int Shown = 2;

    public static JsonArray Autoscaler(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        return
        [
            CellText.Name(document),
            $"{spec.Text("scaleTargetRef", "kind")}/{spec.Text("scaleTargetRef", "name")}",
            Targets(spec, document.Object("status") ?? []),
            CellText.CountOrPercent(spec["minReplicas"], CellText.Unset),
            spec.Int("maxReplicas") ?? 0,
            document.Int("status", "currentReplicas") ?? 0,
            CellText.Age(document, now),
        ];
    }

    private static string Targets(JsonObject spec, JsonObject status)
    {
        if (spec.Int("targetCPUUtilizationPercentage") is { } percent)
            return $"cpu: {(status.Int("currentCPUUtilizationPercentage") is { } current ? $"{current}%" : CellText.Unknown)}/{percent}%";
        JsonObject[] metrics = [.. spec["metrics"].Objects()], currents = [.. status["currentMetrics"].Objects()];
        if (metrics.Length == 0)
            return CellText.None;
        string few = string.Join(", ", metrics.Take(Shown).Select((m, i) => Metric(m, i < currents.Length ? currents[i] : null)));
        return metrics.Length > Shown ? $"{few} + {metrics.Length - Shown} more..." : few;
    }

    private static string Metric(JsonObject metric, JsonObject? current)
    {
        string source = metric.Text("type") switch
        {
            "Pods" => "pods",
            "Object" => "object",
            "External" => "external",
            "ContainerResource" => "containerResource",
            _ => "resource",
        };
        JsonObject target = metric.Object(source, "target") ?? [];
        bool isPercent = target["averageUtilization"] is not null;
        string field = isPercent ? "averageUtilization" : target["averageValue"] is not null ? "averageValue" : "value";
        string value = $"{Value(current?[source]?["current"], field, isPercent)}/{Value(target, field, isPercent)}{(field == "averageValue" && source is "object" or "external" ? " (avg)" : "")}";
        return source is "resource" or "containerResource" ? $"{metric.Text(source, "name")}: {value}" : value;
    }

    private static string Value(JsonNode? holder, string field, bool isPercent)
    {
        string value = CellText.CountOrPercent(holder?[field], "");
        return value.Length == 0 ? CellText.Unknown : isPercent ? value + "%" : value;
    }
}
