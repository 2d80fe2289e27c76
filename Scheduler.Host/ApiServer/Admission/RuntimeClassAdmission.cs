using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>What running in a class costs, and where it can run, becomes part of the pod.</summary>
public sealed class RuntimeClassAdmission(ApiServices services) : IAdmission
{
    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!request.Is(AdmissionOperation.Create, services.Catalog.Pods)) return;
        var spec = request.Document.ChildOrNew("spec");
        var name = spec.Text("runtimeClassName");
        if (string.IsNullOrEmpty(name))
        {
            if (spec.Child("overhead") is { Count: > 0 })
                throw Refused(request, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
            return;
        }
        var stored = await services.Objects.Find(services.Catalog.RuntimeClasses, null, name, cancellation)
            ?? throw Refused(request, $"pod rejected: RuntimeClass \"{name}\" not found");
        var runtime = stored.Parse();
        SetOverhead(request, spec, runtime);
        if (runtime.Child("scheduling") is { } scheduling) SetScheduling(request, spec, scheduling);
    }

    private static void SetOverhead(AdmissionRequest request, JsonObject spec, JsonObject runtime)
    {
        var overhead = runtime.Child("overhead")?.Child("podFixed");
        var given = spec.Child("overhead");
        if (given is { Count: > 0 } && !JsonNode.DeepEquals(given, overhead))
            throw Refused(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        if (overhead is not null) spec["overhead"] = overhead.DeepClone();
    }

    private static void SetScheduling(AdmissionRequest request, JsonObject spec, JsonObject scheduling)
    {
        foreach (var (key, value) in scheduling.Child("nodeSelector") ?? [])
        {
            var selector = spec.ChildOrNew("nodeSelector");
            if (selector[key] is { } present && !JsonNode.DeepEquals(present, value))
                throw Refused(request, $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value?.GetValue<string>()}; pod.spec.nodeSelector[{key}] = {present.GetValue<string>()}");
            selector[key] = value?.DeepClone();
        }
        foreach (var toleration in scheduling.Children("tolerations"))
        {
            if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
            if (!tolerations.Any(one => JsonNode.DeepEquals(one, toleration))) tolerations.Add(toleration.DeepClone());
        }
    }

    private static ApiError Refused(AdmissionRequest request, string why) =>
        StatusErrors.Forbidden("", "pods", request.Name, why);
}
