using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.Client;

/// <summary>
/// Speaks to an API server. The whole surface: one call that is answered at once, and one that is answered in a stream. Another client can be
/// plugged in by these two; all others are made of them (<see cref="ApiCalls"/>). Refusals are values; only a server that cannot be reached throws.
/// </summary>
public interface IApiClient
{
    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation);

    /// <summary>Begins to read an answer as it comes: lists and watches. The caller disposes of it.</summary>
    /// <param name="path">From the root of the server, with the query.</param>
    /// <param name="accept">The media types that can be read, best first.</param>
    /// <param name="cancellation">Ends the wait for the beginning.</param>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    Task<ApiStream> Open(string path, string accept, CancellationToken cancellation);
}

/// <summary>A request.</summary>
/// <param name="Method">Its verb.</param>
/// <param name="Path">From the root of the server, with the query.</param>
/// <param name="Body">What is sent along; null: nothing.</param>
/// <param name="ContentType">What the body is.</param>
public readonly record struct ApiCall(HttpMethod Method, string Path, JsonObject? Body = null, string ContentType = MediaTypes.Json);

/// <summary>An answer that is read as it comes.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">What the body is; empty where the server does not say.</param>
/// <param name="Body">The content.</param>
/// <param name="Owner">Disposed of at the end.</param>
public sealed record ApiStream(int Status, string MediaType, Stream Body, IDisposable Owner) : IDisposable
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads the refusal.</summary>
    public async Task<ApiAnswer> ReadAnswer(CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await Body.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        return ApiAnswer.Parse(Status, bytes.ToArray());
    }

    public void Dispose() => Owner.Dispose();
}
