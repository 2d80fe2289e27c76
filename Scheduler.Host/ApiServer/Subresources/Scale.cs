using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>The same few numbers of every workload, as one kind: <c>autoscaling/v1 Scale</c>.</summary>
public sealed class Scale(ApiServices services, Updater updater)
{
    private static readonly GroupVersionKind Kind = new("autoscaling", "v1", "Scale");

    public async Task<ApiResponse> Get(RequestContext context, CancellationToken cancellation)
    {
        var stored = await services.Objects.Get(context.Resource, context.Namespace, context.Name, cancellation);
        return services.Responses.Scale(context, Of(stored.Parse()));
    }

    public Task<ApiResponse> Update(RequestContext context, CancellationToken cancellation)
    {
        var scale = BodyReader.Object(context, Kind);
        return Write(context, _ => scale, cancellation);
    }

    public Task<ApiResponse> Patch(RequestContext context, CancellationToken cancellation)
    {
        ApiSchema.Default.TryFindType(Kind.ApiVersion, Kind.Kind, out var type);
        return Write(context, Patcher.Read(context, type!), cancellation);
    }

    private async Task<ApiResponse> Write(RequestContext context, Updater.Change change, CancellationToken cancellation)
    {
        var outcome = await updater.Apply(context, old => Scaled(context, old, change(Of(old))), cancellation);
        return services.Responses.Scale(context, Of(outcome.Document()));
    }

    private static JsonObject Scaled(RequestContext context, JsonObject workload, JsonObject scale)
    {
        var replicas = scale.Child("spec")?.Number("replicas") ?? 0;
        if (replicas < 0)
            throw StatusErrors.Invalid("autoscaling", "Scale", context.Name,
                [new StatusCause("FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0", "spec.replicas")]);
        if (scale.ResourceVersion() is { Length: > 0 } version) workload.Metadata()["resourceVersion"] = version;
        workload.ChildOrNew("spec")["replicas"] = replicas;
        return workload;
    }

    private static JsonObject Of(JsonObject workload)
    {
        var metadata = new JsonObject();
        foreach (var name in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            Meta.CopyField(workload.Metadata(), metadata, name);
        var spec = new JsonObject();
        if (workload.Child("spec")?.Number("replicas") is { } replicas and not 0) spec["replicas"] = replicas;
        var status = new JsonObject { ["replicas"] = workload.Child("status")?.Number("replicas") ?? 0 };
        if (SelectorText(workload) is { Length: > 0 } selector) status["selector"] = selector;
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = status,
        };
    }

    private static string SelectorText(JsonObject workload)
    {
        if (workload.Child("spec")?.Child("selector") is not { } selector) return "";
        // Replication controllers have the labels themselves where the others have a selector.
        var isPlain = workload.Text("kind") == "ReplicationController";
        var labels = isPlain ? selector : selector.Child("matchLabels") ?? [];
        var terms = labels.Select(pair => $"{pair.Key}={pair.Value?.GetValue<string>()}").ToList();
        if (!isPlain) terms.AddRange(selector.Children("matchExpressions").Select(Expression));
        return string.Join(',', terms.Order(StringComparer.Ordinal));
    }

    private static string Expression(JsonObject term)
    {
        var key = term.Text("key");
        var values = string.Join(',', term.Texts("values").Order(StringComparer.Ordinal));
        return term.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key ?? "",
        };
    }
}
