using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Client;

/// <summary>One thing that the server found wrong.</summary>
/// <param name="Reason">Such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Field">The field's path; empty where it is the whole.</param>
public sealed record ApiCause(string Reason, string Message, string Field);

/// <summary>A refusal: the Status that the server answered.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Reason">The server's word, such as <c>AlreadyExists</c>; empty where it has none.</param>
/// <param name="Message">For people.</param>
public sealed record ApiFailure(int Code, string Reason, string Message)
{
    /// <summary>The resource that is meant, such as <c>pods</c>.</summary>
    public string Kind { get; init; } = "";

    public string Group { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyList<ApiCause> Causes { get; init; } = [];

    /// <summary>When to ask again; null where the server does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The credential is not accepted.</summary>
    public bool IsUnauthorized => Code == 401;

    /// <summary>The credential may not do this.</summary>
    public bool IsForbidden => Code == 403;

    /// <summary>The object, or the resource as a whole, is not there.</summary>
    public bool IsNotFound => Code == 404;

    public bool AlreadyExists => Code == 409 && Reason == "AlreadyExists";

    public bool IsConflict => Code == 409 && Reason != "AlreadyExists";

    /// <summary>The version asked for is not kept any more: list again.</summary>
    public bool IsExpired => Code == 410;

    /// <summary>The field that the server does not know, or the value that it does not accept.</summary>
    public bool IsInvalid => Code is 400 or 422;

    public bool IsTooMany => Code == 429;

    /// <summary>The server's own trouble, or a proxy's.</summary>
    public bool IsServerError => Code >= 500;

    internal static ApiFailure Of(int code, JsonObject status)
    {
        var details = status["details"] as JsonObject;
        return new ApiFailure(code, status.Text("reason") ?? "", status.Text("message") ?? "")
        {
            Kind = details?.Text("kind") ?? "",
            Group = details?.Text("group") ?? "",
            Name = details?.Text("name") ?? "",
            Causes = [.. CausesOf(details)],
            RetryAfter = details?["retryAfterSeconds"] is JsonValue seconds && seconds.TryGetValue(out long count) && count > 0 ? TimeSpan.FromSeconds(count) : null,
        };
    }

    private static IEnumerable<ApiCause> CausesOf(JsonObject? details) => details?["causes"] is not JsonArray causes ? []
        : causes.OfType<JsonObject>().Select(cause => new ApiCause(cause.Text("reason") ?? "", cause.Text("message") ?? "", cause.Text("field") ?? ""));
}
