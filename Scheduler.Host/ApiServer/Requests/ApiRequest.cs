namespace Scheduler.Host.ApiServer.Requests;

/// <summary>
/// One request as the API server sees it: no sockets, no HTTP version. The front (Kestrel, an in-process client, a test) has read the whole
/// body before; bodies are bounded by <see cref="ApiServerOptions.BodyBytesMax"/>.
/// </summary>
public sealed record ApiRequest
{
    public required string Method { get; init; }

    /// <summary>The path as it came, still percent-encoded, without the query.</summary>
    public required string Path { get; init; }

    public QueryParameters Query { get; init; } = QueryParameters.Empty;

    /// <summary>Header names compare without case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Who asks, when the front knows it already: a client certificate's subject, or an in-process caller. Null: look at the headers.</summary>
    public UserInfo? Caller { get; init; }

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    private static readonly IReadOnlyDictionary<string, string> NoHeaders =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A request from a method, a path with its query, and optionally a body.</summary>
    public static ApiRequest Of(string method, string pathAndQuery, ReadOnlyMemory<byte> body = default, string? contentType = null, string? accept = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (contentType is not null) headers["Content-Type"] = contentType;
        if (accept is not null) headers["Accept"] = accept;
        var mark = pathAndQuery.IndexOf('?');
        return new ApiRequest
        {
            Method = method,
            Path = mark < 0 ? pathAndQuery : pathAndQuery[..mark],
            Query = mark < 0 ? QueryParameters.Empty : QueryParameters.Parse(pathAndQuery[(mark + 1)..]),
            Headers = headers,
            Body = body,
        };
    }
}
