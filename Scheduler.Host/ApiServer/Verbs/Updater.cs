using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Admission;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Subresources;
using Scheduler.Host.ApiServer.Validation;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>
/// Changes objects: PUT of the whole, and every patch. Reads the object, makes the wanted one of it, checks, and writes it if the object is
/// still the one that was read; if not, begins again as long as the client named no version of its own.
/// </summary>
public sealed class Updater(ApiServices services)
{
    /// <summary>How often a write that lost a race is tried again, as in kube-apiserver.</summary>
    private const int Attempts = 5;

    /// <summary>Makes the wanted object of the present one. May be called again with a newer one.</summary>
    public delegate JsonObject Change(JsonObject old);

    /// <summary>The object after a write: as stored, or, when nothing was stored (dry run, the end of a terminating object), as a document.</summary>
    public readonly record struct Outcome(StoredObject Stored, JsonObject? Unstored)
    {
        public JsonObject Document() => Unstored ?? Stored.Parse();
    }

    /// <summary>PUT.</summary>
    public async Task<ApiResponse> Update(RequestContext context, Creator creator, CancellationToken cancellation)
    {
        var dryRun = context.IsDryRun();
        var api = context.Resource.Api;
        var wanted = BodyReader.Object(context, new GroupVersionKind(api.Group, api.Version, api.Kind));
        Creator.SettleNamespace(context, wanted);
        SettleName(context, wanted);
        if (context.Strategy.CreatesOnUpdate && context.Subresource is null
            && await services.Objects.Find(context.Resource, context.Namespace, context.Name, cancellation) is null)
        {
            wanted.Metadata().Remove("resourceVersion");
            return await creator.Create(context, wanted, dryRun, cancellation);
        }
        var requiresVersion = !context.Strategy.UnconditionalUpdate;
        return Respond(context, await Write(context, _ => wanted.DeepClone().AsObject(), dryRun, requiresVersion, cancellation));
    }

    /// <summary>PATCH.</summary>
    public async Task<ApiResponse> Patch(RequestContext context, Change change, CancellationToken cancellation) =>
        Respond(context, await Apply(context, change, cancellation));

    /// <summary>Changes an object in place.</summary>
    public Task<Outcome> Apply(RequestContext context, Change change, CancellationToken cancellation) =>
        Write(context, change, context.IsDryRun(), requiresVersion: false, cancellation);

    private ApiResponse Respond(RequestContext context, Outcome outcome) => outcome.Unstored is { } document
        ? services.Responses.Object(context, 200, document)
        : services.Responses.Object(context, 200, outcome.Stored);

    private async Task<Outcome> Write(RequestContext context, Change change, bool dryRun, bool requiresVersion, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await services.Objects.Get(context.Resource, context.Namespace, context.Name, cancellation);
            var old = stored.Parse();
            var wanted = change(old.DeepClone().AsObject());
            var named = CheckIdentity(context, stored, old, wanted, requiresVersion);
            await Prepare(context, old, wanted, cancellation);
            if (Same(old, wanted)) return new Outcome(stored, null);
            if (dryRun) return new Outcome(stored, wanted);

            if (IsFinished(context, wanted))
            {
                if (await services.Objects.TryDelete(stored, context.Namespace, context.Name, cancellation) is not null)
                    return new Outcome(stored, wanted);
            }
            else if (await services.Objects.TryReplace(stored, wanted, cancellation) is { } written)
            {
                return new Outcome(written, null);
            }
            if (named || attempt == Attempts) throw Stale(context);
        }
    }

    /// <summary>Name, uid and version must fit the object. Says whether the client named a version: then there is no second try.</summary>
    private static bool CheckIdentity(RequestContext context, StoredObject stored, JsonObject old, JsonObject wanted, bool requiresVersion)
    {
        SettleName(context, wanted);
        if (wanted.Uid().Length > 0 && wanted.Uid() != old.Uid())
            throw Conflict(context, $"Precondition failed: UID in precondition: {wanted.Uid()}, UID in object meta: {old.Uid()}");

        var version = wanted.ResourceVersion();
        var current = old.ResourceVersion();
        if (version is "" or "0")
        {
            if (requiresVersion)
                throw StatusErrors.Invalid(context.Resource.Group, context.Resource.Kind, context.Name,
                    [new StatusCause("FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion")]);
            wanted.Metadata()["resourceVersion"] = current;
            return false;
        }
        if (version != current) throw Stale(context);
        // A patch carries the version of what it was applied to; only a PUT's version is the client's own.
        return context.Info.Verb == "update";
    }

    private async Task Prepare(RequestContext context, JsonObject old, JsonObject wanted, CancellationToken cancellation)
    {
        Defaults.Apply(context.Resource.Api, wanted);
        await services.Admission.Admit(new AdmissionRequest
        {
            Operation = AdmissionOperation.Update,
            Resource = context.Resource,
            Subresource = context.Info.Subresource,
            Namespace = context.Namespace,
            Name = context.Name,
            Document = wanted,
            Old = old,
            User = context.User,
        }, cancellation);

        KeepWhatTheServerDecides(old, wanted);
        SubresourceRules.Restrict(context, old, wanted);
        CountGeneration(context, old, wanted);
        Check(context, old, wanted);
        TrackFields(context, old, wanted);
    }

    private static void KeepWhatTheServerDecides(JsonObject old, JsonObject wanted)
    {
        foreach (var name in (string[])["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "generateName"])
            Meta.CopyField(old.Metadata(), wanted.Metadata(), name);
        wanted.Metadata().Remove("selfLink");
    }

    private static void CountGeneration(RequestContext context, JsonObject old, JsonObject wanted)
    {
        if (!context.Strategy.CountsGenerations || context.Info.Subresource == "status" || !context.Strategy.SpecChanged(old, wanted)) return;
        wanted.Metadata()["generation"] = (old.Metadata().Number("generation") ?? 0) + 1;
    }

    private static void Check(RequestContext context, JsonObject old, JsonObject wanted)
    {
        var causes = Creator.Causes(Validator.Validate(context.Resource.Api, old, wanted, context.Info.Subresource ?? ""));
        if (old.IsTerminating())
        {
            var known = old.Finalizers();
            var added = wanted.Finalizers().Where(finalizer => !known.Contains(finalizer)).ToList();
            if (added.Count > 0)
                causes.Add(new StatusCause("FieldValueForbidden",
                    "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers " +
                    $"[]string{{{string.Join(", ", added.Select(finalizer => $"\"{finalizer}\""))}}}", "metadata.finalizers"));
        }
        if (causes.Count > 0) throw StatusErrors.Invalid(context.Resource.Group, context.Resource.Kind, context.Name, causes);
    }

    private void TrackFields(RequestContext context, JsonObject old, JsonObject wanted)
    {
        var reset = wanted.Metadata()["managedFields"] is JsonArray { Count: 0 };
        if (reset) old = Without(old, "managedFields");
        Meta.CopyField(old.Metadata(), wanted.Metadata(), "managedFields");
        if (services.Options.ManagedFields)
            services.ManagedFields.Updated(context.Resource, old, wanted, Creator.Writer(context), services.Now);
    }

    private static JsonObject Without(JsonObject document, string metadataField)
    {
        var copy = document.DeepClone().AsObject();
        copy.Metadata().Remove(metadataField);
        return copy;
    }

    /// <summary>Nothing changed but perhaps who owns what: then nothing is written.</summary>
    private static bool Same(JsonObject old, JsonObject wanted)
    {
        foreach (var (name, value) in wanted)
            if (name != "metadata" && !JsonNode.DeepEquals(value, old[name])) return false;
        foreach (var (name, _) in old)
            if (!wanted.ContainsKey(name)) return false;
        return JsonNode.DeepEquals(old.Metadata(), wanted.Metadata());
    }

    /// <summary>A terminating object whose last finalizer went, and that is not waiting for its time, is gone.</summary>
    private static bool IsFinished(RequestContext context, JsonObject document)
    {
        if (!document.IsTerminating() || document.Finalizers().Count > 0) return false;
        if (context.Resource.Name == "namespaces") return document.Child("spec")?.Texts("finalizers").Count is null or 0;
        return (document.Metadata().Number("deletionGracePeriodSeconds") ?? 0) == 0;
    }

    private static void SettleName(RequestContext context, JsonObject document)
    {
        var name = document.ObjectName();
        if (name.Length == 0) document.Metadata()["name"] = context.Name;
        else if (name != context.Name)
            throw StatusErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({context.Name})");
        Creator.SettleNamespace(context, document);
    }

    private static ApiError Stale(RequestContext context) => Conflict(context, StatusErrors.StaleVersion);

    private static ApiError Conflict(RequestContext context, string why) =>
        StatusErrors.Conflict(context.Resource.Group, context.Resource.Name, context.Name, why);
}
