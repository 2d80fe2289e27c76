using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>What controllers see and how they write: every answer goes into the mirror.</summary>
public sealed class ClusterView(ApiClient client, TimeProvider clock)
{
    public Mirror Mirror { get; } = new();

    /// <summary>Now, as the API writes times.</summary>
    public string Timestamp => Meta.Timestamp(clock.GetUtcNow());

    public DateTimeOffset Now => clock.GetUtcNow();

    public ApiClient Client => client;

    /// <summary>Makes an object. Null where one of that name exists.</summary>
    public async Task<JsonObject?> Create(ApiResource resource, string ns, JsonObject document, CancellationToken cancellation)
    {
        var answer = await client.Create(resource.Path(ns), document, cancellation).ConfigureAwait(false);
        if (answer.IsConflict) return null;
        return Learned(resource, answer.OrThrow($"create {resource.Name} in {ns}"));
    }

    /// <summary>Changes an object, or a subresource of it, by a merge patch; an object that is gone needs no change.</summary>
    public async Task<JsonObject?> Merge(ApiResource resource, JsonObject document, JsonObject patch, string? subresource, CancellationToken cancellation)
    {
        var answer = await client.Merge(resource.PathOf(document, subresource), patch, cancellation).ConfigureAwait(false);
        return answer.IsGone ? null : Learned(resource, answer.OrThrow($"patch {resource.Name} {document.Key()}"));
    }

    /// <summary>Deletes exactly this object; one that is gone, or has been made anew, needs no deletion.</summary>
    public async Task Delete(ApiResource resource, JsonObject document, string propagation, CancellationToken cancellation)
    {
        var answer = await client.Delete(resource.PathOf(document), document.Uid(), null, propagation, cancellation).ConfigureAwait(false);
        if (answer.IsGone || answer.IsConflict) return;
        answer.OrThrow($"delete {resource.Name} {document.Key()}");
        var after = await client.Get(resource.PathOf(document), cancellation).ConfigureAwait(false);
        if (after.IsSuccess && after.Document.Uid() == document.Uid()) Mirror.Learn(resource, after.Document);
        else if (after.IsGone || after.IsSuccess) Mirror.Forget(resource, document);
    }

    /// <summary>Writes the fields of a status that differ.</summary>
    public async Task SetStatus(ApiResource resource, JsonObject document, JsonObject status, CancellationToken cancellation)
    {
        var now = document.Child("status");
        if (status.All(field => Same(now?[field.Key], field.Value))) return;
        await Merge(resource, document, new JsonObject { ["status"] = status }, "status", cancellation).ConfigureAwait(false);
    }

    /// <summary>A number that is zero may be left out.</summary>
    private static bool Same(JsonNode? now, JsonNode? wanted) =>
        JsonNode.DeepEquals(now, wanted) || (now is null && wanted is JsonValue value && value.TryGetValue(out long number) && number == 0);

    private JsonObject Learned(ApiResource resource, ApiAnswer answer)
    {
        Mirror.Learn(resource, answer.Document);
        return answer.Document;
    }
}
