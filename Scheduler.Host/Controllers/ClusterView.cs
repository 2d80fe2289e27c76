using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>What controllers see and how they write: every answer goes into the mirror. One thread.</summary>
public sealed class ClusterView(IApiClient client, TimeProvider clock)
{
    public Mirror Mirror { get; } = new();

    /// <summary>What people are told.</summary>
    public EventRecorder Events { get; } = new(client, clock);

    /// <summary>Now, as the API writes times.</summary>
    public string Timestamp => Meta.Timestamp(clock.GetUtcNow());

    public DateTimeOffset Now => clock.GetUtcNow();

    public IApiClient Client => client;

    /// <summary>Makes an object. Null where one of that name exists.</summary>
    public async Task<JsonObject?> Create(ApiResource resource, string ns, JsonObject document, CancellationToken cancellation)
    {
        var answer = await client.Create(resource.Path(ns), document, cancellation).ConfigureAwait(false);
        if (answer.IsConflict) return null;
        return Learned(resource, answer.OrThrow($"create {resource.Name} in {ns}"));
    }

    /// <summary>Makes several objects at the same time; the answers are in the order of the documents.</summary>
    public async Task<ApiAnswer[]> CreateAll(ApiResource resource, string ns, IEnumerable<JsonObject> documents, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(documents.Select(document => client.Create(resource.Path(ns), document, cancellation))).ConfigureAwait(false);
        foreach (var answer in answers.Where(answer => answer.IsSuccess)) Mirror.Learn(resource, answer.Document);
        return answers;
    }

    /// <summary>Changes an object, or a subresource of it, by a merge patch; an object that is gone needs no change.</summary>
    public async Task<JsonObject?> Merge(ApiResource resource, JsonObject document, JsonObject patch, string? subresource, CancellationToken cancellation)
    {
        var answer = await client.Merge(resource.PathOf(document, subresource), patch, cancellation).ConfigureAwait(false);
        return answer.IsGone ? null : Learned(resource, answer.OrThrow($"patch {resource.Name} {document.Key()}"));
    }

    /// <summary>Changes an object, or a subresource of it, by a strategic merge patch: conditions and the like are merged by their keys.</summary>
    public async Task<JsonObject?> Patch(ApiResource resource, JsonObject document, JsonObject patch, string? subresource, CancellationToken cancellation)
    {
        patch.ChildOrNew("metadata")["uid"] = document.Uid();
        var answer = await client.Patch(resource.PathOf(document, subresource), patch, cancellation).ConfigureAwait(false);
        return answer.IsGone || answer.IsConflict ? null : Learned(resource, answer.OrThrow($"patch {resource.Name} {document.Key()}"));
    }

    /// <summary>Deletes exactly this object; one that is gone, or has been made anew, needs no deletion.</summary>
    public async Task Delete(ApiResource resource, JsonObject document, string propagation, CancellationToken cancellation) =>
        TakeDeletion(resource, document, await SendDelete(resource, document, propagation, cancellation).ConfigureAwait(false));

    /// <summary>Deletes several objects at the same time.</summary>
    public async Task DeleteAll(ApiResource resource, IReadOnlyList<JsonObject> documents, string propagation, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(documents.Select(document => SendDelete(resource, document, propagation, cancellation))).ConfigureAwait(false);
        foreach (var (document, answer) in documents.Zip(answers)) TakeDeletion(resource, document, answer);
    }

    /// <summary>
    /// Writes the fields of a status that differ. True where something did. Conditions are written as a whole, so only over those that were seen: where
    /// somebody has added one meanwhile, nothing is written, and his change makes the controller look again.
    /// </summary>
    public async Task<bool> SetStatus(ApiResource resource, JsonObject document, JsonObject status, CancellationToken cancellation)
    {
        var now = document.Child("status");
        if (status.All(field => Same(now?[field.Key], field.Value))) return false;
        var patch = new JsonObject { ["status"] = status };
        if (status.ContainsKey("conditions")) patch["metadata"] = new JsonObject { ["resourceVersion"] = document.ResourceVersion() };
        var answer = await client.Merge(resource.PathOf(document, "status"), patch, cancellation).ConfigureAwait(false);
        if (answer.IsGone || answer.IsConflict) return false;
        Learned(resource, answer.OrThrow($"patch the status of {resource.Name} {document.Key()}"));
        return true;
    }

    private Task<ApiAnswer> SendDelete(ApiResource resource, JsonObject document, string propagation, CancellationToken cancellation) =>
        client.Delete(resource.PathOf(document), document.Uid(), null, propagation, cancellation);

    /// <summary>The answer is the object, which may stay a while, or a Status when it is gone.</summary>
    private void TakeDeletion(ApiResource resource, JsonObject document, ApiAnswer answer)
    {
        if (answer.IsGone || answer.IsConflict) return;
        var after = answer.OrThrow($"delete {resource.Name} {document.Key()}").Document;
        var stays = after.Uid() == document.Uid() && (after.Finalizers().Count > 0 || after.Metadata().Number("deletionGracePeriodSeconds") > 0 || resource == Resources.Namespaces);
        if (stays) Mirror.Learn(resource, after);
        else Mirror.Forget(resource, document);
    }

    /// <summary>A number that is zero, and a list that is empty, may be left out.</summary>
    private static bool Same(JsonNode? now, JsonNode? wanted) =>
        JsonNode.DeepEquals(now, wanted) || (now is null && wanted is JsonArray { Count: 0 })
        || (now is null && wanted is JsonValue value && value.TryGetValue(out long number) && number == 0);

    private JsonObject Learned(ApiResource resource, ApiAnswer answer)
    {
        Mirror.Learn(resource, answer.Document);
        return answer.Document;
    }
}
