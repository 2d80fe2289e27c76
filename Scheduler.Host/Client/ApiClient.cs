using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Client;

/// <summary>
/// Speaks to an API server through an <see cref="HttpClient"/>: over HTTPS (<see cref="Transport.ApiConnection"/>), or, with
/// <see cref="ApiServer.InProcess.InProcessHandler"/>, in the same process.
/// </summary>
public sealed class ApiClient(HttpClient http) : IApiClient
{
    /// <summary>How long an answer may take; streams have so long to begin.</summary>
    public TimeSpan AnswerWithin { get; init; } = Timeout.InfiniteTimeSpan;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation) => Timely(call.Path, cancellation, async within =>
    {
        using var request = new HttpRequestMessage(call.Method, Relative(call.Path)) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body.ToJsonString()));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        }
        using var response = await http.SendAsync(request, within).ConfigureAwait(false);
        return ApiAnswer.Parse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(within).ConfigureAwait(false));
    });

    public Task<ApiStream> Open(string path, string accept, CancellationToken cancellation) => Timely(path, cancellation, async within =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(path)) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, within).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(within).ConfigureAwait(false);
        return new ApiStream((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", body, response);
    });

    /// <summary>A server may live below a path: so paths of the API are relative to its address.</summary>
    private static string Relative(string path) => path.TrimStart('/');

    private async Task<T> Timely<T>(string path, CancellationToken cancellation, Func<CancellationToken, Task<T>> work)
    {
        if (AnswerWithin == Timeout.InfiniteTimeSpan) return await work(cancellation).ConfigureAwait(false);
        using var late = new CancellationTokenSource(AnswerWithin, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"{path}: no answer within {AnswerWithin.TotalSeconds:0} s", error);
        }
    }
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
