using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <content>The ReplicaSets of a Deployment: one a template, with revisions that <c>kubectl rollout</c> reads.</content>
public sealed partial class DeploymentController
{
    private const string Prefix = "deployment.kubernetes.io/";
    private const string Revision = Prefix + "revision";
    private const string RevisionHistory = Prefix + "revision-history";
    private const string HashLabel = "pod-template-hash";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const int HistoryDefault = 10;

    /// <summary>All its ReplicaSets, the oldest first.</summary>
    private List<JsonObject> SetsOf(JsonObject deployment) =>
        [.. view.Mirror.ControlledBy(deployment.Uid(), Resources.ReplicaSets).Where(set => !set.IsTerminating())
            .OrderBy(set => set.Metadata().Text("creationTimestamp"), StringComparer.Ordinal).ThenBy(RevisionOf).ThenBy(set => set.ObjectName(), StringComparer.Ordinal)];

    /// <summary>The set of the present template; of several the oldest.</summary>
    private JsonObject? Newest(JsonObject deployment) => SetsOf(deployment).Find(set => IsOfTemplate(set, deployment));

    private List<JsonObject> OldSetsOf(JsonObject deployment)
    {
        var newest = Newest(deployment)?.Uid();
        return [.. SetsOf(deployment).Where(set => set.Uid() != newest)];
    }

    /// <summary>The set of the present template, with the highest revision; made if need be. Null where it could not be made this time.</summary>
    private async Task<JsonObject?> Ensure(JsonObject deployment, CancellationToken cancellation)
    {
        if (Newest(deployment) is { } present)
        {
            await Settle(deployment, present, cancellation).ConfigureAwait(false);
            return view.Mirror.FindUid(present.Uid())?.Document;
        }
        var revision = Next(deployment);
        var document = NewSet(deployment, revision);
        var answer = (await view.CreateAll(Resources.ReplicaSets, deployment.Namespace(), [document], cancellation).ConfigureAwait(false))[0];
        if (answer.IsConflict) return await Collide(deployment, document, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            await Refuse(deployment, answer.Message, cancellation).ConfigureAwait(false);
            throw new ApiCallException($"create replica set: {answer.Message}");
        }
        if (ReplicasOf(answer.Document) > 0) TellScaled(deployment, answer.Document, 0, ReplicasOf(answer.Document));
        await Announce(deployment, revision, "NewReplicaSetCreated", $"Created new replica set \"{answer.Document.ObjectName()}\"", cancellation).ConfigureAwait(false);
        return answer.Document;
    }

    /// <summary>Gives the set of the present template the highest revision and what the Deployment says of it.</summary>
    private async Task Settle(JsonObject deployment, JsonObject newest, CancellationToken cancellation)
    {
        var highest = OldSetsOf(deployment).Select(RevisionOf).DefaultIfEmpty(0).Max();
        var revision = Math.Max(RevisionOf(newest), highest + 1);
        var annotations = Inherited(deployment);
        if (revision != RevisionOf(newest))
        {
            annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
            if (newest.Annotation(Revision) is { } before) annotations[RevisionHistory] = newest.Annotation(RevisionHistory) is { Length: > 0 } earlier ? $"{earlier},{before}" : before;
        }
        foreach (var (name, _) in annotations.ToList())
            if (newest.Annotation(name) == annotations.Text(name)) annotations.Remove(name);
        var patch = new JsonObject();
        if (annotations.Count > 0) patch["metadata"] = new JsonObject { ["annotations"] = annotations };
        var minReady = deployment.Child("spec")?.Number("minReadySeconds") ?? 0;
        if (minReady != (newest.Child("spec")?.Number("minReadySeconds") ?? 0)) patch["spec"] = new JsonObject { ["minReadySeconds"] = minReady };
        if (patch.Count > 0) await view.Merge(Resources.ReplicaSets, newest, patch, null, cancellation).ConfigureAwait(false);
        await Announce(deployment, revision, "FoundNewReplicaSet", $"Found new replica set \"{newest.ObjectName()}\"", cancellation).ConfigureAwait(false);
    }

    private long Next(JsonObject deployment) => SetsOf(deployment).Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;

    /// <summary>A set of that name is there already: either our own, of which we have not heard yet, or another one; then the count makes the next name.</summary>
    private async Task<JsonObject?> Collide(JsonObject deployment, JsonObject wanted, CancellationToken cancellation)
    {
        var found = await view.Client.Get(Resources.ReplicaSets.PathOf(wanted.InNamespace(deployment.Namespace())), cancellation).ConfigureAwait(false);
        if (found.IsSuccess && Owners.ControllerOf(found.Document)?.Text("uid") == deployment.Uid() && IsOfTemplate(found.Document, deployment))
        {
            view.Mirror.Learn(Resources.ReplicaSets, found.Document);
            return found.Document;
        }
        var status = new JsonObject { ["collisionCount"] = StatusOf(deployment, "collisionCount") + 1 };
        await view.Merge(Resources.Deployments, deployment, new JsonObject { ["status"] = status }, "status", cancellation).ConfigureAwait(false);
        throw new ApiCallException($"replica set {wanted.ObjectName()} has another template or owner");
    }

    private JsonObject NewSet(JsonObject deployment, long revision)
    {
        var hash = TemplateHash.Of(deployment["spec"]!["template"]!, StatusOf(deployment, "collisionCount"));
        var template = deployment["spec"]!["template"]!.DeepClone().AsObject();
        template.Metadata().ChildOrNew("labels")[HashLabel] = hash;
        var selector = deployment["spec"]!["selector"]!.DeepClone().AsObject();
        selector.ChildOrNew("matchLabels")[HashLabel] = hash;
        var annotations = Inherited(deployment);
        annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in Sizes(deployment)) annotations[name] = value?.DeepClone();
        var first = IsRecreated(deployment) ? ReplicasOf(deployment) : RolloutPlan.First(ReplicasOf(deployment), MaxSurge(deployment), SetsOf(deployment).Sum(ReplicasOf));
        var spec = new JsonObject { ["replicas"] = first, ["selector"] = selector, ["template"] = template };
        if (deployment["spec"]!["minReadySeconds"] is { } minReady) spec["minReadySeconds"] = minReady.DeepClone();
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.ObjectName()}-{hash}",
                ["labels"] = template.Labels()!.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(Owners.Controller(Resources.Deployments, deployment)),
            },
            ["spec"] = spec,
        };
    }

    /// <summary>Forgets the oldest revisions that nothing runs of.</summary>
    private async Task Clean(JsonObject deployment, CancellationToken cancellation)
    {
        var old = OldSetsOf(deployment).OrderBy(RevisionOf).ToList();
        var kept = Math.Min(deployment.Child("spec")?.Number("revisionHistoryLimit") ?? HistoryDefault, int.MaxValue);
        foreach (var set in old.Take((int)Math.Max(0, old.Count - kept)))
        {
            if (ReplicasOf(set) != 0 || StatusOf(set, "replicas") != 0 || StatusOf(set, "observedGeneration") < (set.Metadata().Number("generation") ?? 0)) continue;
            await view.Delete(Resources.ReplicaSets, set, "Background", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The annotations of a Deployment that its sets carry too, such as the cause of a change.</summary>
    private static JsonObject Inherited(JsonObject deployment)
    {
        var annotations = new JsonObject();
        foreach (var (name, value) in deployment.Metadata().Child("annotations") ?? [])
            if (name != LastApplied && !name.StartsWith(Prefix, StringComparison.Ordinal)) annotations[name] = value?.DeepClone();
        return annotations;
    }

    private static long RevisionOf(JsonObject document) => long.TryParse(document.Annotation(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>The same template, but for the label that is ours.</summary>
    private static bool IsOfTemplate(JsonObject set, JsonObject deployment)
    {
        var (made, wanted) = (set["spec"]!["template"]!.AsObject(), deployment["spec"]!["template"]!.AsObject());
        return JsonNode.DeepEquals(made["spec"], wanted["spec"]) && JsonNode.DeepEquals(Unmarked(made), Unmarked(wanted));
    }

    private static JsonNode Unmarked(JsonObject template)
    {
        var metadata = template.Metadata().DeepClone().AsObject();
        metadata.Child("labels")?.Remove(HashLabel);
        return metadata;
    }
}
