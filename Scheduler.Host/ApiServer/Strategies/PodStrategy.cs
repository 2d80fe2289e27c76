using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>Pods begin Pending, are told their quality of service, and are given time to end.</summary>
public sealed class PodStrategy : ResourceStrategy
{
    private const long GraceSecondsDefault = 30;

    public PodStrategy()
    {
        CountsGenerations = true;
        ReturnsDeleted = true;
    }

    public override bool Graceful => true;

    public override void PrepareCreate(JsonObject document)
    {
        var spec = document.ChildOrNew("spec");
        var status = new JsonObject { ["phase"] = "Pending" };
        // No scheduler looks at a gated pod, so nobody else would say why it waits.
        if (spec["schedulingGates"] is JsonArray { Count: > 0 })
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "False",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = document.Metadata().Text("creationTimestamp"),
                ["reason"] = "SchedulingGated",
                ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
            });
        status["qosClass"] = QualityOfService.Of(spec);
        document["status"] = status;
    }

    /// <summary>
    /// A pod that no node has, or that has ended, needs no time. Negative wishes mean one second.
    /// </summary>
    public override long GraceSeconds(JsonObject document, long? asked)
    {
        var spec = document.Child("spec");
        if (string.IsNullOrEmpty(spec?.Text("nodeName"))) return 0;
        if (document.Child("status")?.Text("phase") is "Succeeded" or "Failed") return 0;
        var grace = asked ?? spec?.Number("terminationGracePeriodSeconds") ?? GraceSecondsDefault;
        return grace < 0 ? 1 : grace;
    }
}
