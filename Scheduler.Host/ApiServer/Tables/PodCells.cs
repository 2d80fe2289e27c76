using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>Pods: one word for the state that init containers, containers, phase and deletion make together.</summary>
internal static class PodCells
{
    public static JsonArray Pod(JsonObject pod, DateTimeOffset now)
    {
        JsonObject spec = pod.Object("spec") ?? [], status = pod.Object("status") ?? [];
        var state = new PodState(spec, status);
        return
        [
            CellText.Name(pod),
            $"{state.Ready}/{state.Total}",
            WithDeletion(pod, status, state.Reason),
            state.RestartsText(now),
            CellText.Age(pod, now),
            CellText.OrNone(status["podIPs"].Objects().FirstOrDefault()?.Text("ip") ?? status.Text("podIP")),
            CellText.OrNone(spec.Text("nodeName")),
            CellText.OrNone(status.Text("nominatedNodeName")),
            ReadinessGates(spec, status),
        ];
    }

    public static JsonArray Template(JsonObject document, DateTimeOffset now)
    {
        JsonNode? template = document["template"];
        return [CellText.Name(document), CellText.Containers(template?["spec"]), CellText.Images(template?["spec"]), CellText.Labels(template.Object("metadata", "labels"))];
    }

    /// <summary>Rows of pods that have ended say so: <c>kubectl get</c> can leave them out.</summary>
    public static JsonArray? Conditions(JsonObject pod)
    {
        string? phase = pod.Text("status", "phase");
        if (phase is not ("Succeeded" or "Failed"))
            return null;
        return
        [
            new JsonObject
            {
                ["type"] = "Completed",
                ["status"] = "True",
                ["reason"] = phase,
                ["message"] = phase == "Succeeded" ? "The pod has completed successfully." : "The pod failed.",
            },
        ];
    }

    private static string WithDeletion(JsonObject pod, JsonObject status, string reason)
    {
        if (pod.Text("metadata", "deletionTimestamp") is null)
            return reason;
        if (status.Text("reason") == "NodeLost")
            return "Unknown";
        return status.Text("phase") is "Succeeded" or "Failed" ? reason : "Terminating";
    }

    private static string ReadinessGates(JsonObject spec, JsonObject status)
    {
        JsonObject[] gates = [.. spec["readinessGates"].Objects()];
        if (gates.Length == 0)
            return CellText.None;
        int met = gates.Count(g => status["conditions"].Objects().Any(c => c.Text("type") == g.Text("conditionType") && c.Text("status") == "True"));
        return $"{met}/{gates.Length}";
    }
}
