using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>How to delete: how long to wait, what must still be true, and what happens to dependents.</summary>
/// <param name="Propagation">Background, Foreground or Orphan; null: what is usual.</param>
public sealed record DeleteOptions(
    long? GraceSeconds = null, string? PreconditionUid = null, string? PreconditionVersion = null, string? Propagation = null, bool DryRun = false)
{
    public static DeleteOptions Of(QueryParameters query, bool dryRun) => new(
        query.Number("gracePeriodSeconds"), null, null,
        Policy(NotEmpty(query["propagationPolicy"]), query["orphanDependents"] is null ? null : query.Flag("orphanDependents")), dryRun);

    public static DeleteOptions Of(JsonObject body, bool dryRun)
    {
        var preconditions = body.Child("preconditions");
        bool? orphan = body["orphanDependents"] is null ? null : body.Flag("orphanDependents");
        return new DeleteOptions(
            body.Number("gracePeriodSeconds"), NotEmpty(preconditions?.Text("uid")), NotEmpty(preconditions?.Text("resourceVersion")),
            Policy(NotEmpty(body.Text("propagationPolicy")), orphan), dryRun || body.Texts("dryRun").Contains("All"));
    }

    /// <summary>The policy, said in the present way or in the old one, not in both.</summary>
    private static string? Policy(string? policy, bool? orphan)
    {
        if (policy is not null && orphan is not null)
            throw Invalid("FieldValueInvalid", $"Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be both set");
        if (policy is null or "Background" or "Foreground" or "Orphan") return policy ?? (orphan is null ? null : orphan.Value ? "Orphan" : "Background");
        throw Invalid("FieldValueNotSupported", $"Unsupported value: \"{policy}\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
    }

    private static ApiError Invalid(string reason, string message) =>
        StatusErrors.Invalid("", "DeleteOptions", "", [new StatusCause(reason, message, "propagationPolicy")]);

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
