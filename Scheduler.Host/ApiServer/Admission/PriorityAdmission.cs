using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>Turns the name of a pod's priority class into numbers, and allows one default class.</summary>
public sealed class PriorityAdmission(ApiServices services) : IAdmission
{
    private const string PreemptionDefault = "PreemptLowerPriority";

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Is(AdmissionOperation.Create, services.Catalog.Pods)) await Resolve(request, cancellation);
        else if (request.Is(AdmissionOperation.Create, services.Catalog.PriorityClasses)) await CheckDefault(request, cancellation);
    }

    private async ValueTask Resolve(AdmissionRequest request, CancellationToken cancellation)
    {
        var spec = request.Document.ChildOrNew("spec");
        var name = spec.Text("priorityClassName");
        var chosen = string.IsNullOrEmpty(name) ? await DefaultClass(cancellation) : await Class(request, name, cancellation);
        var priority = chosen?.Number("value") ?? 0;
        var preemption = chosen?.Text("preemptionPolicy") ?? PreemptionDefault;
        if (string.IsNullOrEmpty(name) && chosen is not null) spec["priorityClassName"] = chosen.ObjectName();

        if (spec.Number("priority") is { } given && given != priority)
            throw Refused(request, $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        spec["priority"] = priority;
        if (spec.Text("preemptionPolicy") is { } policy && policy != preemption)
            throw Refused(request, $"the string value of PreemptionPolicy ({policy}) must not be provided in pod spec; priority admission controller computed {preemption} from the given PriorityClass name");
        spec["preemptionPolicy"] = preemption;
    }

    private async ValueTask<JsonObject> Class(AdmissionRequest request, string name, CancellationToken cancellation)
    {
        var stored = await services.Objects.Find(services.Catalog.PriorityClasses, null, name, cancellation);
        return stored?.Parse() ?? throw Refused(request, $"no PriorityClass with name {name} was found");
    }

    /// <summary>The least of the default classes, should there be several.</summary>
    private async ValueTask<JsonObject?> DefaultClass(CancellationToken cancellation)
    {
        var classes = await services.Objects.All(services.Catalog.PriorityClasses, null, cancellation);
        return classes.Where(one => one.Flag("globalDefault")).MinBy(one => one.Number("value") ?? 0);
    }

    private async ValueTask CheckDefault(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!request.Document.Flag("globalDefault") || await DefaultClass(cancellation) is not { } present) return;
        throw StatusErrors.Forbidden("scheduling.k8s.io", "priorityclasses", request.Name,
            $"PriorityClass {present.ObjectName()} is already marked as default. Only one default can exist");
    }

    private static ApiError Refused(AdmissionRequest request, string why) =>
        StatusErrors.Forbidden("", "pods", request.Name, why);
}
