using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>A pod that is made for a node carries the node's zone and region; others get them when they are bound.</summary>
public sealed class PodTopologyLabels(ApiServices services) : IAdmission
{
    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!request.Is(AdmissionOperation.Create, services.Catalog.Pods)) return;
        if (request.Document.Child("spec")?.Text("nodeName") is not { Length: > 0 } node) return;
        foreach (var (key, value) in await services.NodeTopology.LabelsOf(node, cancellation))
            request.Document.Metadata().ChildOrNew("labels")[key] = value;
    }
}
