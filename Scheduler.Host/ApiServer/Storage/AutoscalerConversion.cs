using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>
/// autoscaling/v1 to and from v2, in which autoscalers are stored. v1 knows one target, the utilization of cpu; what else v2 holds travels
/// through v1 in annotations, so that a client of v1 does not lose it.
/// </summary>
public static class AutoscalerConversion
{
    private const string MetricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";
    private const string BehaviorAnnotation = "autoscaling.alpha.kubernetes.io/behavior";

    public static JsonObject ToV2(JsonObject document)
    {
        var newer = With(document, "autoscaling/v2");
        var spec = newer.ChildOrNew("spec");
        var metrics = Unpack(newer, MetricsAnnotation) as JsonArray ?? [];
        if (spec["targetCPUUtilizationPercentage"] is { } percentage) metrics.Insert(0, CpuMetric(percentage.DeepClone()));
        spec.Remove("targetCPUUtilizationPercentage");
        if (metrics.Count > 0) spec["metrics"] = metrics;
        if (Unpack(newer, BehaviorAnnotation) is { } behavior) spec["behavior"] = behavior;

        if (newer.Child("status") is not { } status) return newer;
        status.Remove("currentCPUUtilizationPercentage");
        status.TryAdd("currentMetrics", null);
        return newer;
    }

    public static JsonObject FromV2(JsonObject document)
    {
        var older = With(document, "autoscaling/v1");
        var spec = older.ChildOrNew("spec");
        if (spec["metrics"] is JsonArray metrics)
        {
            var cpu = metrics.OfType<JsonObject>().FirstOrDefault(IsCpuUtilization);
            if (cpu is not null)
            {
                spec["targetCPUUtilizationPercentage"] = cpu["resource"]!["target"]!["averageUtilization"]!.DeepClone();
                metrics.Remove(cpu);
            }
            spec.Remove("metrics");
            if (metrics.Count > 0) Annotate(older, MetricsAnnotation, metrics);
        }
        if (spec["behavior"] is { } behavior)
        {
            spec.Remove("behavior");
            Annotate(older, BehaviorAnnotation, behavior);
        }

        if (older.Child("status") is not { } status) return older;
        status.Remove("currentMetrics");
        status.Remove("conditions");
        status.TryAdd("currentReplicas", 0);
        status.TryAdd("desiredReplicas", 0);
        return older;
    }

    private static JsonObject With(JsonObject document, string apiVersion)
    {
        var copy = document.DeepClone().AsObject();
        copy["apiVersion"] = apiVersion;
        return copy;
    }

    private static JsonObject CpuMetric(JsonNode percentage) => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject
        {
            ["name"] = "cpu",
            ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = percentage },
        },
    };

    private static bool IsCpuUtilization(JsonObject metric) =>
        metric.Text("type") == "Resource" && metric.Child("resource") is { } resource && resource.Text("name") == "cpu"
        && resource.Child("target")?.Number("averageUtilization") is not null;

    private static void Annotate(JsonObject document, string name, JsonNode value) =>
        document.Metadata().ChildOrNew("annotations")[name] = value.ToJsonString();

    private static JsonNode? Unpack(JsonObject document, string name)
    {
        if (document.Metadata().Child("annotations") is not { } annotations || annotations.Text(name) is not { } text) return null;
        annotations.Remove(name);
        if (annotations.Count == 0) document.Metadata().Remove("annotations");
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // A user's own annotation of that name: it has no meaning here.
        }
    }
}
