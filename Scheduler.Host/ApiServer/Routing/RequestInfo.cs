namespace Scheduler.Host.ApiServer.Routing;

/// <summary>
/// What a path and a method ask for, by their form alone: whether the resource exists is found out later.
/// <code>
/// /api/v1/namespaces/{ns}/{resource}/{name}/{subresource}      /apis/{group}/{version}/…
/// </code>
/// </summary>
public sealed record RequestInfo
{
    public required string Path { get; init; }

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection; for other paths the method in lower case.</summary>
    public required string Verb { get; init; }

    public bool IsResource { get; init; }
    public string Group { get; init; } = "";
    public string Version { get; init; } = "";
    public string Resource { get; init; } = "";
    public string? Namespace { get; init; }
    public string? Name { get; init; }
    public string? Subresource { get; init; }

    /// <summary>What is left of the path behind a subresource (proxies).</summary>
    public string? Rest { get; init; }

    /// <summary>pods, or pods/status.</summary>
    public string ResourcePath => Subresource is null ? Resource : $"{Resource}/{Subresource}";
}
