using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Writing;

/// <summary>What a scheduler sends, as kube-scheduler v1.36 sends it.</summary>
internal static class Documents
{
    public static string PathOf(PodInfo pod, string? subresource = null) => Resources.Pods.Path(pod.Namespace, pod.Name, subresource);

    public static JsonObject Binding(PodInfo pod, string node) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Binding",
        ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace, ["uid"] = pod.Uid },
        ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node },
    };

    /// <summary>A strategic merge patch of a pod's status after an attempt. Autoscalers read the condition.</summary>
    public static JsonObject Failure(FailedAttempt attempt, DateTimeOffset now)
    {
        JsonObject status = [];
        if (attempt.Reason.Length > 0)
        {
            PodCondition? before = Array.Find(attempt.Pod.Pod.Status.Conditions, condition => condition.Type == "PodScheduled");
            DateTimeOffset since = before is { Status: "False", LastTransitionTime: { } time } ? time : now;
            AddCondition(status, attempt.Pod, "PodScheduled", "False", attempt.Reason, attempt.Message, since);
        }

        if (attempt.NominatedNode is { } node) status["nominatedNodeName"] = node.Length > 0 ? node : null;
        return OfPod(attempt.Pod, status);
    }

    /// <summary>A strategic merge patch that says why a pod is about to go.</summary>
    public static JsonObject Disruption(PodInfo victim, PodInfo preemptor, DateTimeOffset now)
    {
        JsonObject status = [];
        string message = $"{SchedulerName(preemptor)}: preempting to accommodate a higher priority pod";
        AddCondition(status, victim, "DisruptionTarget", "True", "PreemptionByScheduler", message, now);
        return OfPod(victim, status);
    }

    public static string SchedulerName(PodInfo pod) => pod.Pod.Spec.SchedulerName is { Length: > 0 } name ? name : "default-scheduler";

    private static void AddCondition(JsonObject status, PodInfo pod, string type, string value, string reason, string message, DateTimeOffset since)
    {
        JsonObject condition = new()
        {
            ["type"] = type,
            ["status"] = value,
            ["reason"] = reason,
            ["message"] = message,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Meta.Timestamp(since),
        };
        if (pod.Pod.Metadata.Generation > 0) condition["observedGeneration"] = pod.Pod.Metadata.Generation;
        status["$setElementOrder/conditions"] = new JsonArray(new JsonObject { ["type"] = type });
        status["conditions"] = new JsonArray(condition);
    }

    /// <summary>The uid keeps the patch off another pod of the same name.</summary>
    private static JsonObject OfPod(PodInfo pod, JsonObject status) => new() { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = status };
}
