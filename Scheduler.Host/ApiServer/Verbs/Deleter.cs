using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Admission;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Strategies;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>
/// Ends objects. An object goes at once unless it is given time (pods on nodes) or something holds it (finalizers, dependents that go
/// first); then it is marked with a deletion time and stays.
/// <code>
/// present ──delete──▶ gone                       no grace, no finalizers
///    └────delete──▶ terminating ──▶ gone         grace over (another delete with 0 seconds), last finalizer removed
/// </code>
/// </summary>
public sealed class Deleter(ApiServices services)
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <summary>What became of it: the object as it was last seen, and whether it is gone.</summary>
    public readonly record struct Outcome(JsonObject Document, bool Gone);

    public async Task<ApiResponse> Delete(RequestContext context, CancellationToken cancellation)
    {
        var outcome = await Delete(context.Resource, context.Namespace, context.Name, BodyReader.DeleteOptions(context), context.User, cancellation);
        if (!outcome.Gone || context.Strategy.ReturnsDeleted) return services.Responses.Object(context, 200, outcome.Document);
        return services.Responses.Success(context, 200, Details(context.Resource, outcome.Document));
    }

    public async Task<Outcome> Delete(
        ServedResource resource, string? ns, string name, DeleteOptions options, UserInfo user, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await services.Objects.Get(resource, ns, name, cancellation);
            var document = stored.Parse();
            CheckPreconditions(resource, name, options, document);
            await services.Admission.Admit(new AdmissionRequest
            {
                Operation = AdmissionOperation.Delete,
                Resource = resource,
                Namespace = ns,
                Name = name,
                Document = document,
                Old = document,
                User = user,
            }, cancellation);
            if (await Try(stored, document, ns, name, options, cancellation) is { } outcome) return outcome;
            // Somebody wrote in between: look again.
        }
    }

    /// <summary>Null when the object changed in the meantime.</summary>
    private async Task<Outcome?> Try(
        StoredObject stored, JsonObject document, string? ns, string name, DeleteOptions options, CancellationToken cancellation)
    {
        var changed = document.DeepClone().AsObject();
        var stays = Mark(stored.Resource, changed, options);
        if (!stays)
        {
            if (options.DryRun) return new Outcome(changed, true);
            if (await services.Objects.TryDelete(stored, ns, name, cancellation) is not { } revision) return null;
            changed.Metadata()["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
            return new Outcome(changed, true);
        }
        if (options.DryRun || JsonNode.DeepEquals(document, changed)) return new Outcome(changed, false);
        return await services.Objects.TryReplace(stored, changed, cancellation) is { } written ? new Outcome(written.Parse(), false) : null;
    }

    /// <summary>Writes into the document what its deletion means; true when it stays for now.</summary>
    private bool Mark(ServedResource resource, JsonObject document, DeleteOptions options)
    {
        if (resource.Name == "namespaces") return MarkNamespace(document);
        var strategy = StrategyTable.Of(resource);
        var finalizers = FinalizersAfter(document.Finalizers(), options.Propagation);
        var grace = strategy.GraceSeconds(document, options.GraceSeconds);
        var metadata = document.Metadata();

        if (document.IsTerminating())
        {
            // Time already given is only ever shortened.
            var given = metadata.Number("deletionGracePeriodSeconds") ?? 0;
            var shortens = options.GraceSeconds is not null && grace < given;
            if (!shortens) grace = given;
            else SetDeletion(metadata, grace);
            return grace > 0 || finalizers.Count > 0;
        }

        metadata.SetTexts("finalizers", finalizers);
        if (grace == 0 && finalizers.Count == 0)
        {
            if (strategy.Graceful) Begin(strategy, metadata, 0);
            return false;
        }
        Begin(strategy, metadata, grace);
        return true;
    }

    private void Begin(ResourceStrategy strategy, JsonObject metadata, long grace)
    {
        SetDeletion(metadata, grace);
        if (strategy.CountsGenerations && metadata.Number("generation") is { } generation) metadata["generation"] = generation + 1;
    }

    private void SetDeletion(JsonObject metadata, long grace)
    {
        metadata["deletionTimestamp"] = Meta.Timestamp(services.Now.AddSeconds(grace));
        metadata["deletionGracePeriodSeconds"] = grace;
    }

    private bool MarkNamespace(JsonObject document)
    {
        var held = document.Finalizers().Count > 0 || document.Child("spec")?.Texts("finalizers").Count > 0;
        if (!document.IsTerminating()) document.Metadata()["deletionTimestamp"] = Meta.Timestamp(services.Now);
        document.ChildOrNew("status")["phase"] = "Terminating";
        return held;
    }

    private static List<string> FinalizersAfter(IReadOnlyList<string> finalizers, string? propagation)
    {
        var after = finalizers.ToList();
        if (propagation is null) return after;
        after.RemoveAll(finalizer => finalizer is Foreground or Orphan);
        if (propagation == "Foreground") after.Add(Foreground);
        if (propagation == "Orphan") after.Add(Orphan);
        return after;
    }

    private static void CheckPreconditions(ServedResource resource, string name, DeleteOptions options, JsonObject document)
    {
        if (options.PreconditionUid is { } uid && uid != document.Uid())
            throw StatusErrors.Conflict(resource.Group, resource.Kind, name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({document.Uid()}). The object might have been deleted and then recreated");
        if (options.PreconditionVersion is { } version && version != document.ResourceVersion())
            throw StatusErrors.Conflict(resource.Group, resource.Kind, name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({document.ResourceVersion()}). The object might have been modified");
    }

    private static JsonObject Details(ServedResource resource, JsonObject document)
    {
        var details = new JsonObject { ["name"] = document.ObjectName() };
        if (resource.Group.Length > 0) details["group"] = resource.Group;
        details["kind"] = resource.Name;
        details["uid"] = document.Uid();
        return details;
    }
}
