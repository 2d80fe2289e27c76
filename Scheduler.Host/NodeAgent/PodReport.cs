using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Controllers;

namespace Scheduler.Host.NodeAgent;

/// <summary>What a simulated node says of a pod.</summary>
internal static class PodReport
{
    /// <summary>The status of a pod all of whose containers run; null where it says so already. Readiness gates are others' to open.</summary>
    public static JsonObject? Running(JsonObject pod, string address, string hostAddress, DateTimeOffset now)
    {
        var spec = pod.ChildOrNew("spec");
        var isReady = spec.Children("readinessGates").All(gate => Pods.Condition(pod, gate.Text("conditionType") ?? "")?.Text("status") == "True");
        if (pod.Child("status")?.Text("phase") == "Running" && Pods.IsReady(pod) == isReady) return null;
        var time = pod.Child("status")?.Text("startTime") ?? Meta.Timestamp(now);
        var status = new JsonObject
        {
            ["phase"] = "Running",
            ["startTime"] = time,
            ["hostIP"] = hostAddress,
            ["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress }),
            ["podIP"] = pod.Child("status")?.Text("podIP") ?? address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = pod.Child("status")?.Text("podIP") ?? address }),
            ["observedGeneration"] = pod.Metadata().Number("generation") ?? 0,
            ["conditions"] = new JsonArray(
                [.. new[] { ("PodReadyToStartContainers", true), ("Initialized", true), ("ContainersReady", true), ("Ready", isReady) }.Select(one => Condition(pod, one.Item1, one.Item2, now))]),
            ["containerStatuses"] = Containers(spec, "containers", time),
        };
        if (spec.Children("initContainers").Any()) status["initContainerStatuses"] = Containers(spec, "initContainers", time);
        return status;
    }

    private static JsonNode Condition(JsonObject pod, string type, bool holds, DateTimeOffset now)
    {
        var state = holds ? "True" : "False";
        var old = Pods.Condition(pod, type);
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = state,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = old?.Text("status") == state ? old["lastTransitionTime"]?.DeepClone() : Meta.Timestamp(now),
        };
        if (!holds) condition["reason"] = "ReadinessGatesNotReady";
        return condition;
    }

    private static JsonArray Containers(JsonObject spec, string list, string time) => [.. spec.Children(list).Select(container => Container(container, list, time))];

    private static JsonNode Container(JsonObject container, string list, string time)
    {
        var runs = list == "containers" || container.Text("restartPolicy") == "Always";
        var state = runs
            ? new JsonObject { ["running"] = new JsonObject { ["startedAt"] = time } }
            : new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = time, ["finishedAt"] = time } };
        return new JsonObject
        {
            ["name"] = container.Text("name"),
            ["image"] = container.Text("image"),
            ["imageID"] = "",
            ["containerID"] = $"simulated://{container.Text("name")}",
            ["ready"] = true,
            ["started"] = runs,
            ["restartCount"] = 0,
            ["state"] = state,
        };
    }
}
