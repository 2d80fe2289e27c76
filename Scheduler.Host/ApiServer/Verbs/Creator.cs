using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Admission;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Strategies;
using Scheduler.Host.ApiServer.Validation;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>
/// Makes new objects: read, defaults, admission, first form of the kind, validation, store.
/// </summary>
public sealed class Creator(ApiServices services)
{
    /// <summary>Generated names that are taken are tried again, as often as kube-apiserver does.</summary>
    private const int NameAttempts = 8;

    /// <summary>The longest part of generateName that is kept: the suffix makes up the rest of the 63 letters.</summary>
    private const int GeneratedBaseLettersMax = 58;

    public async Task<ApiResponse> Create(RequestContext context, CancellationToken cancellation)
    {
        var dryRun = context.IsDryRun();
        var api = context.Resource.Api;
        var document = BodyReader.Object(context, new GroupVersionKind(api.Group, api.Version, api.Kind));
        return await Create(context, document, dryRun, cancellation);
    }

    /// <summary>Stores a document that was read already.</summary>
    public async Task<ApiResponse> Create(RequestContext context, JsonObject document, bool dryRun, CancellationToken cancellation)
    {
        SettleNamespace(context, document);
        if (document.ResourceVersion().Length > 0) throw StatusErrors.BadRequest("resourceVersion should not be set on objects to be created");
        document.Metadata().Remove("resourceVersion");
        var generated = document.ObjectName().Length == 0 ? document.Metadata().Text("generateName") : null;

        for (var attempt = 1; ; attempt++)
        {
            var candidate = generated is { Length: > 0 } ? document.DeepClone().AsObject() : document;
            if (generated is { Length: > 0 }) candidate.Metadata()["name"] = Generated(generated);
            await Prepare(context, candidate, generated is { Length: > 0 } ? generated : candidate.ObjectName(), cancellation);
            if (dryRun)
            {
                if (await services.Objects.Find(context.Resource, context.Namespace, candidate.ObjectName(), cancellation) is not null) throw Taken(context, candidate);
                return services.Responses.Object(context, 201, candidate);
            }
            if (await services.Objects.TryCreate(context.Resource, candidate, cancellation) is { } stored)
                return services.Responses.Object(context, 201, stored);
            if (generated is null or "" || attempt == NameAttempts) throw Taken(context, candidate);
        }
    }

    /// <param name="calledName">How a refusal calls it: as the client did, who does not know a name that is made here.</param>
    private async Task Prepare(RequestContext context, JsonObject document, string calledName, CancellationToken cancellation)
    {
        Defaults.Apply(context.Resource.Api, document);
        await services.Admission.Admit(new AdmissionRequest
        {
            Operation = AdmissionOperation.Create,
            Resource = context.Resource,
            Namespace = context.Namespace,
            Name = calledName,
            Document = document,
            User = context.User,
        }, cancellation);

        Begin(document);
        var strategy = context.Strategy;
        if (strategy.CountsGenerations) document.Metadata()["generation"] = 1;
        strategy.PrepareCreate(document);
        Check(context, document);
        if (services.Options.ManagedFields)
            services.ManagedFields.Created(context.Resource.Api.Type, document, Writer(context), services.Now);
    }

    /// <summary>What the server alone decides about a new object.</summary>
    private void Begin(JsonObject document)
    {
        var metadata = document.Metadata();
        foreach (var name in (string[])["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields", "generation"]) metadata.Remove(name);
        metadata["uid"] = services.Identifiers.Uid();
        metadata["creationTimestamp"] = Meta.Timestamp(services.Now);
    }

    private static void Check(RequestContext context, JsonObject document)
    {
        var causes = Validator.Validate(context.Resource.Api, null, document);
        if (causes.Count == 0) causes = CheckName(document.ObjectName());
        if (causes.Count > 0) throw StatusErrors.Invalid(context.Resource.Group, context.Resource.Kind, document.ObjectName(), Causes(causes));
    }

    /// <summary>Names become parts of paths and keys, whatever the rules of their kind are.</summary>
    private static IReadOnlyList<FieldCause> CheckName(string name)
    {
        if (name.Length == 0) return [FieldCause.Required("metadata.name", "name or generateName is required")];
        if (name is "." or ".." || name.AsSpan().IndexOfAny('/', '%', '\0') >= 0)
            return [FieldCause.Invalid("metadata.name", $"\"{name}\"", "may not be '.' or '..' and may not contain '/' or '%'")];
        return [];
    }

    public static List<StatusCause> Causes(IReadOnlyList<FieldCause> causes) =>
        [.. causes.Select(cause => new StatusCause(cause.Reason, cause.Message, cause.Field))];

    public static ManagedFields.Writer Writer(RequestContext context) =>
        new(context.FieldManager(), context.Resource.Api.ApiVersion, context.Info.Subresource);

    /// <summary>An object belongs to the namespace of its path; it may say so itself, not otherwise.</summary>
    public static void SettleNamespace(RequestContext context, JsonObject document)
    {
        var metadata = document.Metadata();
        if (!context.Resource.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }
        if (string.IsNullOrEmpty(context.Namespace)) throw StatusErrors.MethodNotAllowed();
        if (document.Namespace().Length == 0) metadata["namespace"] = context.Namespace;
        else if (document.Namespace() != context.Namespace)
            throw StatusErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }

    private string Generated(string prefix) =>
        (prefix.Length > GeneratedBaseLettersMax ? prefix[..GeneratedBaseLettersMax] : prefix) + services.Identifiers.Suffix();

    private static ApiError Taken(RequestContext context, JsonObject document) =>
        StatusErrors.AlreadyExists(context.Resource.Group, context.Resource.Name, document.ObjectName());
}
