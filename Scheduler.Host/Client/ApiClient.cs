using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Client;

/// <summary>
/// Speaks to an API server through an <see cref="HttpClient"/>: over HTTPS, or, with <see cref="ApiServer.InProcess.InProcessHandler"/>, in the same
/// process. Answers are values; nobody retries here.
/// </summary>
public sealed class ApiClient(HttpClient http)
{
    public Task<ApiAnswer> Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, MediaTypes.Json, cancellation);

    public Task<ApiAnswer> Create(string path, JsonObject document, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, document, MediaTypes.Json, cancellation);

    public Task<ApiAnswer> Replace(string path, JsonObject document, CancellationToken cancellation) =>
        Send(HttpMethod.Put, path, document, MediaTypes.Json, cancellation);

    /// <summary>A JSON merge patch: lists are replaced as a whole.</summary>
    public Task<ApiAnswer> Merge(string path, JsonObject patch, CancellationToken cancellation) =>
        Send(HttpMethod.Patch, path, patch, MediaTypes.MergePatch, cancellation);

    /// <summary>A strategic merge patch: lists such as conditions are merged by their keys.</summary>
    public Task<ApiAnswer> Patch(string path, JsonObject patch, CancellationToken cancellation) =>
        Send(HttpMethod.Patch, path, patch, MediaTypes.StrategicMergePatch, cancellation);

    /// <param name="path">The object's path.</param>
    /// <param name="uid">The object that is meant: another one of the same name stays. Null: whichever is there.</param>
    /// <param name="graceSeconds">Null: what the object asks for.</param>
    /// <param name="propagation"><c>Background</c>, <c>Foreground</c>, <c>Orphan</c>; null: the default of the kind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ApiAnswer> Delete(string path, string? uid, long? graceSeconds, string? propagation, CancellationToken cancellation)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (uid is not null) options["preconditions"] = new JsonObject { ["uid"] = uid };
        if (graceSeconds is { } seconds) options["gracePeriodSeconds"] = seconds;
        if (propagation is not null) options["propagationPolicy"] = propagation;
        return Send(HttpMethod.Delete, path, options, MediaTypes.Json, cancellation);
    }

    /// <summary>Begins to read an answer as it comes: watches. The caller disposes of it.</summary>
    public Task<HttpResponseMessage> Open(string path, CancellationToken cancellation) =>
        http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);

    private async Task<ApiAnswer> Send(HttpMethod method, string path, JsonNode? body, string type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var document = bytes.Length > 0 && bytes[0] == '{' ? JsonNode.Parse(bytes)!.AsObject() : new JsonObject { ["message"] = Encoding.UTF8.GetString(bytes) };
        return new ApiAnswer((int)response.StatusCode, document);
    }
}

/// <summary>What the server said: the object, or the Status that explains why not.</summary>
public readonly record struct ApiAnswer(int Status, JsonObject Document)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsGone => Status == 404;

    public bool IsConflict => Status == 409;

    public string Message => Document.Text("message") ?? "";

    /// <summary>The answer, where anything but success is unexpected.</summary>
    /// <exception cref="ApiCallException">It is no success.</exception>
    public ApiAnswer OrThrow(string what) => IsSuccess ? this : throw new ApiCallException($"{what}: {Status} {Message}");
}

/// <summary>A call that had to succeed did not. Whoever works by repetition tries again.</summary>
public sealed class ApiCallException(string message) : Exception(message);

/// <summary>Where the objects of a resource are.</summary>
public static class ResourcePaths
{
    /// <summary>The path of a collection, an object or its subresource; <paramref name="ns"/> is left out for cluster-wide kinds.</summary>
    public static string Path(this ApiResource resource, string? ns = null, string? name = null, string? subresource = null)
    {
        var path = new StringBuilder(resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}");
        if (resource.Namespaced && !string.IsNullOrEmpty(ns)) path.Append("/namespaces/").Append(ns);
        path.Append('/').Append(resource.Name);
        if (name is not null) path.Append('/').Append(name);
        if (subresource is not null) path.Append('/').Append(subresource);
        return path.ToString();
    }

    /// <summary>The path of an object or its subresource.</summary>
    public static string PathOf(this ApiResource resource, JsonObject document, string? subresource = null) =>
        resource.Path(document.Namespace(), document.ObjectName(), subresource);

    /// <summary><c>namespace/name</c>, or the name alone.</summary>
    public static string Key(this JsonObject document) =>
        document.Namespace() is { Length: > 0 } ns ? $"{ns}/{document.ObjectName()}" : document.ObjectName();
}
