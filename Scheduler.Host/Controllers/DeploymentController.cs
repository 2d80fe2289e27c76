using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Gives every template of a Deployment a ReplicaSet, and moves the replicas to the newest one: step by step (RollingUpdate) or after the old pods
/// have gone (Recreate). The sizes are <see cref="RolloutPlan"/>'s.
/// </summary>
public sealed partial class DeploymentController(ClusterView view) : IController
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string HashLabel = "pod-template-hash";
    private const int HistoryDefault = 10;

    public string Name => "Deployment";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Deployments, Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Deployments) return deleted ? [] : [document.Key()];
        if (resource == Resources.ReplicaSets) return OwnerKey(document, "Deployment");
        // Recreate waits for pods to be gone.
        return deleted && Owners.ControllerOf(document)?.Text("uid") is { } uid && view.Mirror.FindUid(uid) is { } set ? OwnerKey(set.Document, "Deployment") : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Deployments, key) is not { } deployment || deployment.IsTerminating()) return null;
        if (deployment.Child("spec")?.Flag("paused") != true) await Roll(deployment, cancellation).ConfigureAwait(false);
        else if (SetsOf(deployment).LastOrDefault(set => ReplicasOf(set) > 0) is { } active) await Scale(active, ReplicasOf(deployment), cancellation).ConfigureAwait(false);
        await WriteStatus(view.Mirror.Find(Resources.Deployments, key) ?? deployment, cancellation).ConfigureAwait(false);
        return null;
    }

    private async Task Roll(JsonObject deployment, CancellationToken cancellation)
    {
        var newest = Newest(deployment);
        var recreates = deployment.Child("spec")?.Child("strategy")?.Text("type") == "Recreate";
        if (recreates)
        {
            foreach (var old in SetsOf(deployment).Where(set => set.Uid() != newest?.Uid())) await Scale(old, 0, cancellation).ConfigureAwait(false);
            if (SetsOf(deployment).Where(set => set.Uid() != newest?.Uid()).Any(HasPods)) return;
        }

        newest = await Ensure(deployment, newest, cancellation).ConfigureAwait(false);
        if (newest is null) return;
        var sizes = recreates
            ? [new(newest.Uid(), ReplicasOf(deployment))]
            : RolloutPlan.Of(ReplicasOf(deployment), Bound(deployment, "maxSurge", up: true), Bound(deployment, "maxUnavailable", up: false), newest.Uid(), [.. SetsOf(deployment).Select(SizeOf)]);
        foreach (var (uid, replicas) in sizes)
            if (view.Mirror.FindUid(uid) is { } set) await Scale(set.Document, replicas, cancellation).ConfigureAwait(false);
        await Clean(deployment, newest, cancellation).ConfigureAwait(false);
    }

    /// <summary>All its ReplicaSets, oldest first.</summary>
    private List<JsonObject> SetsOf(JsonObject deployment) =>
        [.. view.Mirror.ControlledBy(deployment.Uid(), Resources.ReplicaSets).Where(set => !set.IsTerminating()).OrderBy(RevisionOf).ThenBy(set => set.ObjectName(), StringComparer.Ordinal)];

    private JsonObject? Newest(JsonObject deployment) => SetsOf(deployment).FirstOrDefault(set => JsonNode.DeepEquals(TemplateOf(set), TemplateOf(deployment)));

    private bool HasPods(JsonObject set) =>
        view.Mirror.ControlledBy(set.Uid(), Resources.Pods).Any(pod => pod.Child("status")?.Text("phase") is not ("Succeeded" or "Failed"));

    /// <summary>The set of the present template with the highest revision, made if need be. Null where it could not be made this time.</summary>
    private async Task<JsonObject?> Ensure(JsonObject deployment, JsonObject? newest, CancellationToken cancellation)
    {
        var highest = SetsOf(deployment).Where(set => set.Uid() != newest?.Uid()).Select(RevisionOf).DefaultIfEmpty(0).Max();
        var revision = (newest is null ? highest + 1 : Math.Max(RevisionOf(newest), highest + 1)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (newest is null)
        {
            newest = await view.Create(Resources.ReplicaSets, deployment.Namespace(), NewSet(deployment, revision), cancellation).ConfigureAwait(false);
            if (newest is null) return await Collide(deployment, cancellation).ConfigureAwait(false);
        }
        else if (newest.Metadata().Child("annotations")?.Text(Revision) != revision)
        {
            newest = await view.Merge(Resources.ReplicaSets, newest, Annotated(revision), null, cancellation).ConfigureAwait(false) ?? newest;
        }
        if (deployment.Metadata().Child("annotations")?.Text(Revision) != revision)
            await view.Merge(Resources.Deployments, deployment, Annotated(revision), null, cancellation).ConfigureAwait(false);
        return newest;
    }

    /// <summary>A set of that name has another template, or another owner: the count makes the next name.</summary>
    private async Task<JsonObject?> Collide(JsonObject deployment, CancellationToken cancellation)
    {
        var status = new JsonObject { ["collisionCount"] = (deployment.Child("status")?.Number("collisionCount") ?? 0) + 1 };
        await view.Merge(Resources.Deployments, deployment, new JsonObject { ["status"] = status }, "status", cancellation).ConfigureAwait(false);
        return null;
    }

    private static JsonObject NewSet(JsonObject deployment, string revision)
    {
        var hash = TemplateHash.Of(deployment["spec"]!["template"]!, deployment.Child("status")?.Number("collisionCount") ?? 0);
        var template = deployment["spec"]!["template"]!.DeepClone().AsObject();
        template.Metadata().ChildOrNew("labels")[HashLabel] = hash;
        var selector = deployment["spec"]!["selector"]!.DeepClone().AsObject();
        selector.ChildOrNew("matchLabels")[HashLabel] = hash;
        var annotations = new JsonObject();
        foreach (var (name, value) in deployment.Metadata().Child("annotations") ?? [])
            if (name is not (Revision or "kubectl.kubernetes.io/last-applied-configuration")) annotations[name] = value?.DeepClone();
        annotations[Revision] = revision;
        var spec = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template };
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

    private async Task Scale(JsonObject set, long replicas, CancellationToken cancellation)
    {
        if (ReplicasOf(set) == replicas) return;
        await view.Merge(Resources.ReplicaSets, set, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Forgets the oldest revisions that nothing runs of.</summary>
    private async Task Clean(JsonObject deployment, JsonObject newest, CancellationToken cancellation)
    {
        var unused = SetsOf(deployment).Where(set => set.Uid() != newest.Uid() && ReplicasOf(set) == 0 && !HasPods(set)).ToList();
        var kept = (int)Math.Min(deployment.Child("spec")?.Number("revisionHistoryLimit") ?? HistoryDefault, int.MaxValue);
        foreach (var set in unused.SkipLast(kept)) await view.Delete(Resources.ReplicaSets, set, "Background", cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<string> OwnerKey(JsonObject document, string kind) =>
        Owners.ControllerOf(document) is { } owner && owner.Text("kind") == kind ? [$"{document.Namespace()}/{owner.Text("name")}"] : [];

    private static JsonObject Annotated(string revision) =>
        new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Revision] = revision } } };

    private static long RevisionOf(JsonObject document) =>
        long.TryParse(document.Metadata().Child("annotations")?.Text(Revision), out var revision) ? revision : 0;

    private static long ReplicasOf(JsonObject document) => document.Child("spec")?.Number("replicas") ?? 1;

    private static SetSize SizeOf(JsonObject set) => new(set.Uid(), ReplicasOf(set), set.Child("status")?.Number("availableReplicas") ?? 0);

    /// <summary>The template as the user wrote it: without our label.</summary>
    private static JsonNode TemplateOf(JsonObject document)
    {
        var template = document["spec"]!["template"]!.DeepClone().AsObject();
        template.Metadata().Child("labels")?.Remove(HashLabel);
        return template;
    }

    /// <summary>A number, or a share of the replicas.</summary>
    private static long Bound(JsonObject deployment, string name, bool up)
    {
        var rolling = deployment.Child("spec")?.Child("strategy")?.Child("rollingUpdate");
        if (rolling?.Number(name) is { } number) return number;
        if (rolling?.Text(name) is not { } text || !long.TryParse(text.TrimEnd('%'), out var percent)) return 0;
        var hundredths = percent * ReplicasOf(deployment);
        return up ? (hundredths + 99) / 100 : hundredths / 100;
    }
}
