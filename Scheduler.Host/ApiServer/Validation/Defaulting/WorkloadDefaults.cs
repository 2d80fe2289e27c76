using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>What makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController, Job, CronJob, and the autoscalers.</summary>
internal static class WorkloadDefaults
{
    public static void Deployment(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("template"));
        Fill.Number(spec, "replicas", 1);
        JsonObject strategy = Fill.Object(spec, "strategy");
        Fill.Text(strategy, "type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            JsonObject rolling = Fill.Object(strategy, "rollingUpdate");
            Fill.AbsentText(rolling, "maxUnavailable", "25%");
            Fill.AbsentText(rolling, "maxSurge", "25%");
        }

        Fill.Number(spec, "revisionHistoryLimit", 10);
        Fill.Number(spec, "progressDeadlineSeconds", 600);
    }

    public static void ReplicaSet(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("template"));
        Fill.Number(spec, "replicas", 1);
    }

    /// <summary>Labels and selector come from the template when they are missing: only this oldest kind allows that.</summary>
    public static void ReplicationController(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("template"));
        if (spec.Object("template", "metadata", "labels") is { Count: > 0 } labels)
        {
            if (spec.Object("selector") is not { Count: > 0 })
                spec["selector"] = labels.DeepClone();
            if (document.Object("metadata", "labels") is not { Count: > 0 })
                Fill.Object(document, "metadata")["labels"] = labels.DeepClone();
        }

        Fill.Number(spec, "replicas", 1);
    }

    public static void DaemonSet(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("template"));
        JsonObject strategy = Fill.Object(spec, "updateStrategy");
        Fill.Text(strategy, "type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            JsonObject rolling = Fill.Object(strategy, "rollingUpdate");
            Fill.Number(rolling, "maxUnavailable", 1);
            Fill.Number(rolling, "maxSurge", 0);
        }

        Fill.Number(spec, "revisionHistoryLimit", 10);
    }

    public static void StatefulSet(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("template"));
        Fill.Text(spec, "podManagementPolicy", "OrderedReady");
        JsonObject strategy = Fill.Object(spec, "updateStrategy");
        if (string.IsNullOrEmpty(strategy.Text("type")))
        {
            strategy["type"] = "RollingUpdate";
            Fill.Object(strategy, "rollingUpdate");
        }

        if (strategy.Text("type") == "RollingUpdate" && strategy.Object("rollingUpdate") is { } rolling)
            Fill.Number(rolling, "partition", 0);
        JsonObject retention = Fill.Object(spec, "persistentVolumeClaimRetentionPolicy");
        Fill.Text(retention, "whenDeleted", "Retain");
        Fill.Text(retention, "whenScaled", "Retain");
        Fill.Number(spec, "replicas", 1);
        Fill.Number(spec, "revisionHistoryLimit", 10);
        foreach (JsonObject claim in spec["volumeClaimTemplates"].Objects())
        {
            Fill.Text(claim, "kind", "PersistentVolumeClaim");
            Fill.Text(claim, "apiVersion", "v1");
            VolumeDefaults.ApplyToClaim(claim);
        }
    }

    public static void Job(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("template"));
        if (spec["completions"] is null && spec["parallelism"] is null)
            spec["completions"] = 1L;
        Fill.Number(spec, "parallelism", 1);
        Fill.Number(spec, "backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        if (document.Object("metadata", "labels") is not { Count: > 0 } && spec.Object("template", "metadata", "labels") is { Count: > 0 } labels)
            Fill.Object(document, "metadata")["labels"] = labels.DeepClone();
        Fill.Text(spec, "completionMode", "NonIndexed");
        Fill.Flag(spec, "suspend", false);
        Fill.Flag(spec, "manualSelector", false);
        Fill.Text(spec, "podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        foreach (JsonObject rule in spec.Object("podFailurePolicy")?["rules"].Objects() ?? [])
        {
            foreach (JsonObject condition in rule["onPodConditions"].Objects())
                Fill.Text(condition, "status", "True");
        }
    }

    public static void CronJob(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        PodDefaults.ApplyToTemplate(spec.Object("jobTemplate", "spec", "template"));
        Fill.Text(spec, "concurrencyPolicy", "Allow");
        Fill.Flag(spec, "suspend", false);
        Fill.Number(spec, "successfulJobsHistoryLimit", 3);
        Fill.Number(spec, "failedJobsHistoryLimit", 1);
    }

    public static void AutoscalerV1(JsonObject document) => Fill.Number(Fill.Object(document, "spec"), "minReplicas", 1);

    public static void AutoscalerV2(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        Fill.Number(spec, "minReplicas", 1);
        if (spec["metrics"] is not JsonArray { Count: > 0 })
        {
            spec["metrics"] = JsonNode.Parse(
                """[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]""");
        }

        if (spec.Object("behavior") is not { } behavior)
            return;
        ScalingRules(Fill.Object(behavior, "scaleUp"), stabilizationSeconds: 0,
            """[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]""");
        ScalingRules(Fill.Object(behavior, "scaleDown"), stabilizationSeconds: null,
            """[{"type":"Percent","value":100,"periodSeconds":15}]""");
    }

    private static void ScalingRules(JsonObject rules, long? stabilizationSeconds, string policies)
    {
        if (stabilizationSeconds is { } seconds)
            Fill.Number(rules, "stabilizationWindowSeconds", seconds);
        Fill.Text(rules, "selectPolicy", "Max");
        if (rules["policies"] is null)
            rules["policies"] = JsonNode.Parse(policies);
    }
}
