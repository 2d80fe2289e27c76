using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Errors;

/// <summary>One named problem inside an error: what kind, in words, and where.</summary>
public sealed record StatusCause(string Reason, string Message, string? Field = null);

/// <summary>
/// An error that becomes a <c>metav1.Status</c> for the client. Thrown anywhere below the request border and written there, once.
/// Texts and reasons are those that clients of Kubernetes match on.
/// </summary>
public sealed class ApiError(int code, string? reason, string message) : Exception(message)
{
    public int Code { get; } = code;
    public string? Reason { get; } = reason;
    public string? Name { get; init; }
    public string? Group { get; init; }
    public string? Kind { get; init; }
    public string? Uid { get; init; }
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];
    public int RetryAfterSeconds { get; init; }

    /// <summary>Some errors carry an empty <c>details</c> object, others none at all; clients do not care, recordings do.</summary>
    public bool EmptyDetails { get; init; }

    /// <summary>A continue token that goes on from the last key at the newest version, beside a 410 of a paged list.</summary>
    public string? Continue { get; init; }

    public JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (Continue is not null) metadata["continue"] = Continue;
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = metadata, ["status"] = "Failure", ["message"] = Message };
        if (Reason is not null) status["reason"] = Reason;
        if (Details() is { } details) status["details"] = details;
        status["code"] = Code;
        return status;
    }

    private JsonObject? Details()
    {
        var details = new JsonObject();
        Add("name", Name);
        Add("group", Group);
        Add("kind", Kind);
        Add("uid", Uid);
        if (Causes.Count > 0) details["causes"] = new JsonArray([.. Causes.Select(Cause)]);
        if (RetryAfterSeconds > 0) details["retryAfterSeconds"] = RetryAfterSeconds;
        return details.Count > 0 || EmptyDetails ? details : null;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) details[name] = value;
        }
    }

    private static JsonNode Cause(StatusCause cause)
    {
        var node = new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message };
        if (!string.IsNullOrEmpty(cause.Field)) node["field"] = cause.Field;
        return node;
    }
}
