using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Routing;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Strategies;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>One request for a resource, after it was authenticated, allowed and routed.</summary>
public sealed class RequestContext
{
    public required ApiRequest Request { get; init; }
    public required RequestInfo Info { get; init; }
    public required UserInfo User { get; init; }
    public required ServedResource Resource { get; init; }
    public required Negotiated Accept { get; init; }

    /// <summary>Set for a subresource that the table knows.</summary>
    public ApiSubresource? Subresource { get; init; }

    /// <summary>What the client should be told besides the answer (<c>Warning: 299</c>).</summary>
    public List<string> Warnings { get; } = [];

    public ResourceStrategy Strategy => StrategyTable.Of(Resource);
    public QueryParameters Query => Request.Query;
    public string? Namespace => Info.Namespace;
    public string Name => Info.Name ?? "";

    /// <summary>Nothing is stored: the answer shows what would have been.</summary>
    /// <exception cref="ApiError">422 for a value other than All.</exception>
    public bool IsDryRun()
    {
        var values = Query.All("dryRun").Where(value => value.Length > 0).ToList();
        foreach (var value in values)
            if (value != "All")
                throw StatusErrors.Invalid("meta.k8s.io", OptionsKind(), "",
                    [new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: \"All\"", "dryRun")]);
        return values.Count > 0;
    }

    public FieldValidationMode FieldValidation() => Query["fieldValidation"] switch
    {
        null or "" or "Warn" => FieldValidationMode.Warn,
        "Strict" => FieldValidationMode.Strict,
        "Ignore" => FieldValidationMode.Ignore,
        var other => throw StatusErrors.Invalid("meta.k8s.io", OptionsKind(), "",
            [new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{other}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"", "fieldValidation")]),
    };

    /// <summary>The name under which written fields are remembered.</summary>
    public string FieldManager()
    {
        if (Query["fieldManager"] is { Length: > 0 } manager) return manager;
        var agent = Request.Header("User-Agent") ?? "";
        var end = agent.IndexOfAny(['/', ' ']);
        var name = end < 0 ? agent : agent[..end];
        return name.Length == 0 ? "unknown" : name.Length <= 128 ? name : name[..128];
    }

    private string OptionsKind() => Info.Verb switch
    {
        "create" => "CreateOptions",
        "update" => "UpdateOptions",
        "patch" => "PatchOptions",
        _ => "DeleteOptions",
    };
}
