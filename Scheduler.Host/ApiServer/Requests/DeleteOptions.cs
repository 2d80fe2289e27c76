using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>How to delete: how long to wait, what must still be true, and what happens to dependents.</summary>
/// <param name="Propagation">Background, Foreground or Orphan; null: what is usual.</param>
public sealed record DeleteOptions(
    long? GraceSeconds = null, string? PreconditionUid = null, string? PreconditionVersion = null, string? Propagation = null, bool DryRun = false)
{
    public static DeleteOptions Of(QueryParameters query, bool dryRun) => Checked(new DeleteOptions(
        query.Number("gracePeriodSeconds"), null, null,
        query["propagationPolicy"] is { Length: > 0 } policy ? policy : OrphanPolicy(query["orphanDependents"]), dryRun));

    public static DeleteOptions Of(JsonObject body, bool dryRun)
    {
        var preconditions = body.Child("preconditions");
        var policy = body.Text("propagationPolicy");
        if (string.IsNullOrEmpty(policy) && body["orphanDependents"] is not null) policy = OrphanPolicy(body.Flag("orphanDependents") ? "true" : "false");
        return Checked(new DeleteOptions(
            body.Number("gracePeriodSeconds"), NotEmpty(preconditions?.Text("uid")), NotEmpty(preconditions?.Text("resourceVersion")),
            NotEmpty(policy), dryRun || body.Texts("dryRun").Contains("All")));
    }

    private static DeleteOptions Checked(DeleteOptions options)
    {
        if (options.Propagation is null or "Background" or "Foreground" or "Orphan") return options;
        throw StatusErrors.Invalid("", "DeleteOptions", "",
        [
            new StatusCause("FieldValueNotSupported",
                $"Unsupported value: \"{options.Propagation}\": supported values: \"Background\", \"Foreground\", \"Orphan\"", "propagationPolicy"),
        ]);
    }

    private static string? OrphanPolicy(string? orphan) => orphan switch
    {
        "true" => "Orphan",
        "false" => "Background",
        _ => null,
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
