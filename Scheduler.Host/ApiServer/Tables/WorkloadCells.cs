using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

internal static class WorkloadCells
{
    public static JsonArray Deployment(JsonObject document, DateTimeOffset now)
    {
        JsonNode? pod = document["spec"]?["template"]?["spec"];
        return
        [
            CellText.Name(document),
            $"{Status(document, "readyReplicas")}/{Spec(document, "replicas")}",
            Status(document, "updatedReplicas"),
            Status(document, "availableReplicas"),
            CellText.Age(document, now),
            CellText.Containers(pod),
            CellText.Images(pod),
            CellText.Selector(document.Object("spec", "selector")),
        ];
    }

    public static JsonArray ReplicaSet(JsonObject document, DateTimeOffset now) =>
        Replicas(document, now, CellText.Selector(document.Object("spec", "selector")));

    public static JsonArray ReplicationController(JsonObject document, DateTimeOffset now) =>
        Replicas(document, now, CellText.Labels(document.Object("spec", "selector")));

    public static JsonArray DaemonSet(JsonObject document, DateTimeOffset now)
    {
        JsonNode? pod = document["spec"]?["template"]?["spec"];
        return
        [
            CellText.Name(document),
            Status(document, "desiredNumberScheduled"),
            Status(document, "currentNumberScheduled"),
            Status(document, "numberReady"),
            Status(document, "updatedNumberScheduled"),
            Status(document, "numberAvailable"),
            CellText.Labels(pod.Object("nodeSelector")),
            CellText.Age(document, now),
            CellText.Containers(pod),
            CellText.Images(pod),
            CellText.Selector(document.Object("spec", "selector")),
        ];
    }

    public static JsonArray StatefulSet(JsonObject document, DateTimeOffset now)
    {
        JsonNode? pod = document["spec"]?["template"]?["spec"];
        return
        [
            CellText.Name(document),
            $"{Status(document, "readyReplicas")}/{Spec(document, "replicas")}",
            CellText.Age(document, now),
            CellText.Containers(pod),
            CellText.Images(pod),
        ];
    }

    public static JsonArray Job(JsonObject document, DateTimeOffset now)
    {
        JsonNode? pod = document["spec"]?["template"]?["spec"];
        return
        [
            CellText.Name(document),
            JobStatus(document),
            Completions(document),
            JobDuration(document, now),
            CellText.Age(document, now),
            CellText.Containers(pod),
            CellText.Images(pod),
            CellText.Selector(document.Object("spec", "selector")),
        ];
    }

    public static JsonArray CronJob(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        JsonNode? pod = spec.Object("jobTemplate", "spec", "template", "spec");
        string? last = document.Text("status", "lastScheduleTime");
        return
        [
            CellText.Name(document),
            spec.Text("schedule") ?? "",
            CellText.OrNone(spec.Text("timeZone")),
            CellText.Flag(spec["suspend"]),
            (document["status"]?["active"] as JsonArray)?.Count ?? 0,
            last is null ? CellText.None : CellText.Since(last, now),
            CellText.Age(document, now),
            CellText.Containers(pod),
            CellText.Images(pod),
            CellText.Selector(spec.Object("jobTemplate", "spec", "selector")),
        ];
    }

    public static JsonArray ControllerRevision(JsonObject document, DateTimeOffset now)
    {
        JsonObject? owner = (document["metadata"]?["ownerReferences"]).Objects().FirstOrDefault(o => o.Bool("controller") == true);
        string controller = CellText.None;
        if (owner is not null)
        {
            string[] version = (owner.Text("apiVersion") ?? "").Split('/');
            string kind = (owner.Text("kind") ?? "").ToLowerInvariant();
            controller = $"{(version.Length == 2 ? $"{kind}.{version[0]}" : kind)}/{owner.Text("name")}";
        }

        return [CellText.Name(document), controller, document.Int("revision") ?? 0, CellText.Age(document, now)];
    }

    public static JsonArray DisruptionBudget(JsonObject document, DateTimeOffset now) =>
    [
        CellText.Name(document),
        CellText.CountOrPercent(document["spec"]?["minAvailable"], "N/A"),
        CellText.CountOrPercent(document["spec"]?["maxUnavailable"], "N/A"),
        Status(document, "disruptionsAllowed"),
        CellText.Age(document, now),
    ];

    private static JsonArray Replicas(JsonObject document, DateTimeOffset now, string selector)
    {
        JsonNode? pod = document["spec"]?["template"]?["spec"];
        return
        [
            CellText.Name(document),
            Spec(document, "replicas"),
            Status(document, "replicas"),
            Status(document, "readyReplicas"),
            CellText.Age(document, now),
            CellText.Containers(pod),
            CellText.Images(pod),
            selector,
        ];
    }

    private static string JobStatus(JsonObject job)
    {
        bool Has(string type) => (job["status"]?["conditions"]).Objects().Any(c => c.Text("type") == type && c.Text("status") == "True");
        foreach (string final in (ReadOnlySpan<string>)["Complete", "Failed"])
        {
            if (Has(final))
                return final;
        }

        if (job.Text("metadata", "deletionTimestamp") is not null)
            return "Terminating";
        foreach (string passing in (ReadOnlySpan<string>)["Suspended", "FailureTarget", "SuccessCriteriaMet"])
        {
            if (Has(passing))
                return passing;
        }

        return "Running";
    }

    private static string Completions(JsonObject job)
    {
        long done = Status(job, "succeeded");
        if (job.Int("spec", "completions") is { } wanted)
            return $"{done}/{wanted}";
        return Spec(job, "parallelism") is > 1 and var parallelism ? $"{done}/1 of {parallelism}" : $"{done}/1";
    }

    private static string JobDuration(JsonObject job, DateTimeOffset now)
    {
        if (!TimeText.TryParse(job.Text("status", "startTime"), out DateTimeOffset start))
            return "";
        return CellText.Duration((TimeText.TryParse(job.Text("status", "completionTime"), out DateTimeOffset end) ? end : now) - start);
    }

    private static long Status(JsonObject document, string name) => document.Int("status", name) ?? 0;

    private static long Spec(JsonObject document, string name) => document.Int("spec", name) ?? 0;
}
