using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>
/// Objects are made only in namespaces that exist and are not ending; the cluster's own namespaces cannot be deleted.
/// </summary>
public sealed class NamespaceLifecycle(ApiServices services) : IAdmission
{
    private static readonly HashSet<string> Immortal = ["default", "kube-system", "kube-public"];

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Revision, bool Ending)> known = [];

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation == AdmissionOperation.Delete)
        {
            if (ReferenceEquals(request.Resource, services.Catalog.Namespaces) && Immortal.Contains(request.Name))
                throw StatusErrors.Forbidden("", "namespaces", request.Name, "this namespace may not be deleted");
            return;
        }
        if (request.Operation != AdmissionOperation.Create || request.Subresource is not null || string.IsNullOrEmpty(request.Namespace)) return;

        var stored = await services.Objects.Get(services.Catalog.Namespaces, null, request.Namespace, cancellation);
        if (!IsEnding(request.Namespace, stored)) return;
        var refusal = StatusErrors.Forbidden(request.Resource.Group, request.Resource.Name, request.Name,
            $"unable to create new content in namespace {request.Namespace} because it is being terminated");
        throw new ApiError(refusal.Code, refusal.Reason, refusal.Message)
        {
            Group = refusal.Group,
            Kind = refusal.Kind,
            Name = refusal.Name,
            Causes = [new StatusCause("NamespaceTerminating", $"namespace {request.Namespace} is being terminated", "metadata.namespace")],
        };
    }

    /// <summary>Every create asks, so each version of a namespace is read once.</summary>
    private bool IsEnding(string name, StoredObject stored)
    {
        lock (gate)
        {
            if (known.TryGetValue(name, out var entry) && entry.Revision == stored.Revision) return entry.Ending;
        }
        var ending = stored.Parse().IsTerminating();
        lock (gate) known[name] = (stored.Revision, ending);
        return ending;
    }
}
