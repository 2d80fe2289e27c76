using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Admission;

public enum AdmissionOperation { Create, Update, Delete }

/// <summary>A write on its way to the store: the document may be changed, or the write refused.</summary>
public sealed record AdmissionRequest
{
    public required AdmissionOperation Operation { get; init; }
    public required ServedResource Resource { get; init; }
    public string? Subresource { get; init; }
    public string? Namespace { get; init; }
    public string Name { get; init; } = "";

    /// <summary>The object as it would be stored; of a delete, as it is.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>The object as it is; null when it is created.</summary>
    public JsonObject? Old { get; init; }

    public required UserInfo User { get; init; }

    public bool Is(AdmissionOperation operation, ServedResource resource) =>
        Operation == operation && ReferenceEquals(Resource, resource) && Subresource is null;
}

/// <summary>One rule about writes. Refuses by throwing an <see cref="Errors.ApiError"/>.</summary>
public interface IAdmission
{
    ValueTask Admit(AdmissionRequest request, CancellationToken cancellation);
}
