using System.IO.Pipelines;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>
/// The answer to an <see cref="ApiRequest"/>: a status, headers, and either a whole body or a stream that runs until the client goes away
/// (watches). A stream writes frames and flushes whenever it has nothing more to say.
/// </summary>
public sealed class ApiResponse
{
    public required int Status { get; init; }
    public string? ContentType { get; init; }
    public List<KeyValuePair<string, string>> Headers { get; } = [];
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Null for ordinary answers. The token ends when the client goes away; the stream ends by returning.</summary>
    public Func<PipeWriter, CancellationToken, Task>? Stream { get; init; }

    public ApiResponse With(string header, string value)
    {
        Headers.Add(new(header, value));
        return this;
    }

    public string? Header(string name)
    {
        foreach (var pair in Headers)
            if (string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)) return pair.Value;
        return null;
    }

    public static ApiResponse Text(int status, string text) =>
        new ApiResponse { Status = status, ContentType = "text/plain; charset=utf-8", Body = System.Text.Encoding.UTF8.GetBytes(text) }
            .With("Cache-Control", "no-cache, private");
}
