namespace Scheduler.Host.ApiServer.Errors;

/// <summary>The errors of the API, one function each, with the texts that clients see from kube-apiserver.</summary>
public static class StatusErrors
{
    public static ApiError BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    /// <summary><paramref name="what"/> says who may not do what; the message begins with the resource and perhaps the name.</summary>
    public static ApiError Forbidden(string group, string resource, string? name, string what)
    {
        var qualified = Qualified(resource, group);
        var subject = string.IsNullOrEmpty(name) ? $"{qualified} is forbidden" : $"{qualified} \"{name}\" is forbidden";
        return new(403, "Forbidden", $"{subject}: {what}") { Group = group, Kind = resource, Name = name };
    }

    public static ApiError NotFound(string group, string resource, string name) =>
        new(404, "NotFound", $"{Qualified(resource, group)} \"{name}\" not found") { Group = group, Kind = resource, Name = name };

    /// <summary>The path names no resource that is served here.</summary>
    public static ApiError ResourceNotFound() =>
        new(404, "NotFound", "the server could not find the requested resource") { EmptyDetails = true };

    public static ApiError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { EmptyDetails = true };

    public static ApiError NotAcceptable() => new(406, "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, " +
        "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")
    { EmptyDetails = true };

    public static ApiError AlreadyExists(string group, string resource, string name) =>
        new(409, "AlreadyExists", $"{Qualified(resource, group)} \"{name}\" already exists") { Group = group, Kind = resource, Name = name };

    public static ApiError Conflict(string group, string resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Qualified(resource, group)} \"{name}\": {why}")
        { Group = group, Kind = resource, Name = name };

    public const string StaleVersion = "the object has been modified; please apply your changes to the latest version and try again";

    public static ApiError Gone(string message) => new(410, "Expired", message);

    public static ApiError TooLarge() => new(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");

    public static ApiError UnsupportedMediaType() => new(415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    public static ApiError UnsupportedPatchType() =>
        new(415, "UnsupportedMediaType", "415: Unsupported Media Type") { EmptyDetails = true };

    /// <summary>The object breaks rules: each cause with its field, and the same joined into one sentence.</summary>
    public static ApiError Invalid(string group, string kind, string name, IReadOnlyList<StatusCause> causes)
    {
        var texts = causes.Select(cause => string.IsNullOrEmpty(cause.Field) ? cause.Message : $"{cause.Field}: {cause.Message}").Distinct().ToList();
        var all = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{Qualified(kind, group)} \"{name}\" is invalid: {all}") { Group = group, Kind = kind, Name = name, Causes = causes };
    }

    /// <summary>A patch that is well formed and does not fit the object.</summary>
    public static ApiError UnprocessablePatch() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request") { EmptyDetails = true };

    public static ApiError TooManyRequests(string message, params StatusCause[] causes) =>
        new(429, "TooManyRequests", message) { Causes = causes };

    public static ApiError Internal(string message) => new(500, "InternalError", $"Internal error occurred: {message}")
    { Causes = [new StatusCause("", message)] };

    /// <summary>What the reference server answers when an inner error has no reason of its own.</summary>
    public static ApiError Unclassified(string message) => new(500, null, message);

    public static ApiError ServiceUnavailable(string message) => new(503, "ServiceUnavailable", message);

    public static ApiError VersionTooLarge(long wanted, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {current}")
        { Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version")], RetryAfterSeconds = 1 };

    /// <summary><c>deployments.apps</c>, or just <c>pods</c> in the core group.</summary>
    public static string Qualified(string resource, string group) => group.Length == 0 ? resource : $"{resource}.{group}";
}
