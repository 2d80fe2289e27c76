using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>A claim that names no class gets the default one, the newest if there are several.</summary>
public sealed class DefaultStorageClass(ApiServices services) : IAdmission
{
    private const string Annotation = "storageclass.kubernetes.io/is-default-class";

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation != AdmissionOperation.Create || request.Resource.Name != "persistentvolumeclaims") return;
        var spec = request.Document.ChildOrNew("spec");
        if (spec["storageClassName"] is not null || request.Document.Metadata().Child("annotations")?.Text("volume.beta.kubernetes.io/storage-class") is not null) return;
        var classes = await services.Objects.All(services.Catalog.StorageClasses, null, cancellation);
        var chosen = classes.Where(one => one.Metadata().Child("annotations")?.Text(Annotation) == "true")
            .OrderByDescending(one => one.Metadata().Text("creationTimestamp"), StringComparer.Ordinal)
            .ThenBy(one => one.ObjectName(), StringComparer.Ordinal).FirstOrDefault();
        if (chosen is not null) spec["storageClassName"] = chosen.ObjectName();
    }
}
