using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>Claims and volumes are held by a finalizer, which a controller takes away when nothing uses them.</summary>
public sealed class StorageProtection : IAdmission
{
    public ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation != AdmissionOperation.Create || request.Subresource is not null) return ValueTask.CompletedTask;
        var finalizer = request.Resource.Name switch
        {
            "persistentvolumeclaims" => "kubernetes.io/pvc-protection",
            "persistentvolumes" => "kubernetes.io/pv-protection",
            _ => null,
        };
        if (finalizer is null || request.Document.Finalizers().Contains(finalizer)) return ValueTask.CompletedTask;
        request.Document.Metadata().SetTexts("finalizers", [.. request.Document.Finalizers(), finalizer]);
        return ValueTask.CompletedTask;
    }
}
