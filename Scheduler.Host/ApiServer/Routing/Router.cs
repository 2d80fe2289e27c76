using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer.Routing;

/// <summary>Reads a <see cref="RequestInfo"/> off a request. Paths with empty, dot or undecodable segments are no resources.</summary>
public static class Router
{
    public static RequestInfo Read(ApiRequest request)
    {
        var other = new RequestInfo { Path = request.Path, Verb = request.Method.ToLowerInvariant() };
        if (Segments(request.Path) is not { } segments) return other;
        return segments switch
        {
            ["api", "v1", _, ..] => Resource(request, "", "v1", segments.AsSpan(2)) ?? other,
            ["apis", var group, var version, _, ..] => Resource(request, group, version, segments.AsSpan(3)) ?? other,
            _ => other,
        };
    }

    private static RequestInfo? Resource(ApiRequest request, string group, string version, ReadOnlySpan<string> rest)
    {
        // Legacy form: /api/v1/watch/pods. It means the same as ?watch=true.
        var watchPath = rest is ["watch", _, ..];
        if (watchPath) rest = rest[1..];

        string? ns = null;
        // namespaces/{ns}/status and namespaces/{ns}/finalize belong to the namespace itself.
        if (rest is ["namespaces", var space, var inside, ..] && inside is not ("status" or "finalize"))
        {
            ns = space;
            rest = rest[2..];
        }

        if (rest.Length == 0) return null;
        var name = rest.Length > 1 ? rest[1] : null;
        return new RequestInfo
        {
            Path = request.Path,
            IsResource = true,
            Group = group,
            Version = version,
            Namespace = ns,
            Resource = rest[0],
            Name = name,
            Subresource = rest.Length > 2 ? rest[2] : null,
            Rest = rest.Length > 3 ? string.Join('/', rest[3..].ToArray()) : null,
            Verb = Verb(request, name, watchPath),
        };
    }

    private static string Verb(ApiRequest request, string? name, bool watchPath) => request.Method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name is null ? "deletecollection" : "delete",
        "GET" or "HEAD" when watchPath || (request.Query.Flag("watch") && name is null) => "watch",
        "GET" or "HEAD" => name is null ? "list" : "get",
        _ => request.Method.ToLowerInvariant(),
    };

    private static string[]? Segments(string path)
    {
        if (path.Length == 0 || path[0] != '/') return null;
        var parts = path[1..].TrimEnd('/').Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var decoded = Uri.UnescapeDataString(parts[i]);
            if (decoded is "" or "." or ".." || decoded.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 || decoded.Contains('\uFFFD')) return null;
            parts[i] = decoded;
        }
        return parts;
    }
}
