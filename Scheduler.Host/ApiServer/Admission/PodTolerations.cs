using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>A pod stays for five minutes on a node that fails, unless it says otherwise.</summary>
public sealed class PodTolerations(ApiServices services) : IAdmission
{
    private const int SecondsDefault = 300;
    private static readonly string[] Taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!request.Is(AdmissionOperation.Create, services.Catalog.Pods)) return ValueTask.CompletedTask;
        var spec = request.Document.ChildOrNew("spec");
        foreach (var taint in Taints)
        {
            if (spec.Children("tolerations").Any(one => Covers(one, taint))) continue;
            if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
            tolerations.Add((JsonNode)new JsonObject
            {
                ["key"] = taint,
                ["operator"] = "Exists",
                ["effect"] = "NoExecute",
                ["tolerationSeconds"] = SecondsDefault,
            });
        }
        return ValueTask.CompletedTask;
    }

    private static bool Covers(JsonObject toleration, string taint) =>
        (toleration.Text("key") is null or "" || toleration.Text("key") == taint)
        && (toleration.Text("effect") is null or "" or "NoExecute");
}
