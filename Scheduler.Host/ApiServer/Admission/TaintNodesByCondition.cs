using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>A new node gets no pods until somebody has seen that it is ready and takes this taint away.</summary>
public sealed class TaintNodesByCondition(ApiServices services) : IAdmission
{
    private const string NotReady = "node.kubernetes.io/not-ready";

    public ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!request.Is(AdmissionOperation.Create, services.Catalog.Nodes)) return ValueTask.CompletedTask;
        var spec = request.Document.ChildOrNew("spec");
        if (spec.Children("taints").Any(taint => taint.Text("key") == NotReady && taint.Text("effect") == "NoSchedule")) return ValueTask.CompletedTask;
        if (spec["taints"] is not JsonArray taints) spec["taints"] = taints = [];
        taints.Add((JsonNode)new JsonObject { ["key"] = NotReady, ["effect"] = "NoSchedule" });
        return ValueTask.CompletedTask;
    }
}
