using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Core.Cycle;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>What a node writes of a pod: the part of the status that is the node's.</summary>
internal static class PodReport
{
    private static readonly string[] Conditions = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady"];

    /// <summary>A strategic merge patch; the uid keeps it off another pod of the same name.</summary>
    public static JsonObject Patch(PodState pod) => new()
    {
        ["metadata"] = new JsonObject { ["uid"] = pod.Uid },
        ["status"] = Status(pod),
    };

    private static JsonObject Status(PodState pod)
    {
        var status = new JsonObject { ["phase"] = pod.Phase, ["observedGeneration"] = pod.ObservedGeneration };
        if (pod.Reason.Length > 0) status["reason"] = pod.Reason;
        if (pod.Message.Length > 0) status["message"] = pod.Message;
        if (pod.StartTime is not { } start) return status; // Rejected: nothing of it ever was on the node.
        status["startTime"] = Meta.Timestamp(start);
        status["hostIP"] = pod.HostAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = pod.HostAddress });
        if (pod.Address.Length > 0)
        {
            status["podIP"] = pod.Address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = pod.Address });
        }
        status["conditions"] = new JsonArray([.. Conditions.Where(pod.Conditions.ContainsKey).Select(type => Condition(pod, type, pod.Conditions[type]))]);
        Add(status, "initContainerStatuses", pod, ContainerRole.Init, ContainerRole.Sidecar);
        Add(status, "containerStatuses", pod, ContainerRole.Main, ContainerRole.Main);
        Add(status, "ephemeralContainerStatuses", pod, ContainerRole.Ephemeral, ContainerRole.Ephemeral);
        return status;
    }

    private static JsonNode Condition(PodState pod, string type, ConditionState state) => new JsonObject
    {
        ["type"] = type,
        ["status"] = state.Status,
        ["reason"] = state.Reason.Length > 0 ? state.Reason : null,
        ["message"] = state.Message.Length > 0 ? state.Message : null,
        ["lastProbeTime"] = null,
        ["lastTransitionTime"] = Meta.Timestamp(state.Since),
        ["observedGeneration"] = pod.ObservedGeneration,
    };

    private static void Add(JsonObject status, string list, PodState pod, ContainerRole first, ContainerRole second)
    {
        var reports = pod.Containers.Where(one => one.Role == first || one.Role == second).Select(one => Container(pod, one)).ToArray();
        if (reports.Length > 0) status[list] = new JsonArray(reports);
    }

    private static JsonNode Container(PodState pod, ContainerState container)
    {
        var report = new JsonObject
        {
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageID"] = container.NeverRan ? "" : $"simulated://{container.Image}",
            ["ready"] = container.Ready,
            ["started"] = container.Runs,
            ["restartCount"] = container.Restarts,
            ["state"] = State(pod, container),
            ["lastState"] = container.LastEnd is { } last ? new JsonObject { ["terminated"] = Terminated(pod, container, last) } : new JsonObject(),
        };
        if (!container.NeverRan) report["containerID"] = IdOf(pod, container);
        if (!container.Runs || container.Resources is null) return report;
        report["resources"] = container.Resources.DeepClone();
        if (container.Resources["requests"] is { } requests) report["allocatedResources"] = requests.DeepClone();
        return report;
    }

    private static JsonObject State(PodState pod, ContainerState container)
    {
        if (container.RunningSince is { } since) return new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Meta.Timestamp(since) } };
        if (container.End is { } end) return new JsonObject { ["terminated"] = Terminated(pod, container, end) };
        var waiting = new JsonObject { ["reason"] = "ContainerCreating" };
        if (container.BacksOff)
        {
            waiting["reason"] = "CrashLoopBackOff";
            waiting["message"] = $"back-off restarting failed container={container.Name} pod={pod.Name}_{pod.Namespace}({pod.Uid})";
        }
        else if (pod.Containers[0].Role != ContainerRole.Main) waiting["reason"] = "PodInitializing";
        return new JsonObject { ["waiting"] = waiting };
    }

    private static JsonObject Terminated(PodState pod, ContainerState container, Ending end)
    {
        var terminated = new JsonObject
        {
            ["exitCode"] = end.ExitCode,
            ["reason"] = end.Reason,
            ["startedAt"] = Meta.Timestamp(end.StartedAt),
            ["finishedAt"] = Meta.Timestamp(end.FinishedAt),
            ["containerID"] = IdOf(pod, container),
        };
        if (end.Message.Length > 0) terminated["message"] = end.Message;
        return terminated;
    }

    private static string IdOf(PodState pod, ContainerState container) =>
        $"simulated://{StableHash.Of((ulong)container.Restarts, pod.Uid + container.Name).ToString("x16", CultureInfo.InvariantCulture)}";
}
