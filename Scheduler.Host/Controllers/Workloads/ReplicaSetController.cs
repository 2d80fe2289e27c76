using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <summary>
/// Keeps as many pods as a ReplicaSet asks for. A pod that ends or is being deleted no longer counts; what matches and belongs to nobody is adopted.
/// </summary>
public sealed partial class ReplicaSetController(ClusterView view) : IController
{
    /// <summary>At most so many pods are made or deleted at one look.</summary>
    private const int BurstMax = 500;

    private readonly Adoption adoption = new(view, Resources.ReplicaSets, Resources.Pods);

    public string Name => "replicaset";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.ReplicaSets) return deleted ? [] : [document.Key()];
        if (Owners.ControllerOf(document) is not { } owner) return deleted ? [] : adoption.WouldTake(document).ToList();
        return owner.Text("kind") == "ReplicaSet" ? [$"{document.Namespace()}/{owner.Text("name")}"] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.ReplicaSets, key) is not { } set) return null;
        await adoption.Settle(set, cancellation).ConfigureAwait(false);
        var failure = set.IsTerminating() ? null : await Scale(set, cancellation).ConfigureAwait(false);
        var again = await WriteStatus(set, failure, cancellation).ConfigureAwait(false);
        return failure is null ? again : throw new ApiCallException(failure.Message);
    }

    /// <summary>Why pods could not be made or deleted.</summary>
    private sealed record Failure(string Reason, string Message);

    private List<JsonObject> PodsOf(JsonObject set) => [.. view.Mirror.ControlledBy(set.Uid(), Resources.Pods).Where(Pods.IsActive)];

    private async Task<Failure?> Scale(JsonObject set, CancellationToken cancellation)
    {
        var pods = PodsOf(set);
        var missing = (set.Child("spec")?.Number("replicas") ?? 1) - pods.Count;
        if (missing > 0) return await Make(set, (int)Math.Min(missing, BurstMax), cancellation).ConfigureAwait(false);
        if (missing < 0) await Remove(set, pods, (int)Math.Min(-missing, BurstMax), cancellation).ConfigureAwait(false);
        return null;
    }

    /// <summary>One pod, then two, four, eight at a time: what cannot be made is not tried hundreds of times.</summary>
    private async Task<Failure?> Make(JsonObject set, int count, CancellationToken cancellation)
    {
        for (var batch = 1; count > 0; count -= batch, batch *= 2)
        {
            batch = Math.Min(batch, count);
            var answers = await view.CreateAll(Resources.Pods, set.Namespace(), Enumerable.Range(0, batch).Select(_ => NewPod(set)), cancellation).ConfigureAwait(false);
            foreach (var made in answers.Where(answer => answer.IsSuccess))
                view.Events.Normal("replicaset-controller", set, "SuccessfulCreate", $"Created pod: {made.Document.ObjectName()}");
            if (Array.Find(answers, answer => !answer.IsSuccess) is not { Status: > 0 } refused) continue;
            if (refused.Document.Child("details")?.Children("causes").Any(cause => cause.Text("reason") == "NamespaceTerminating") == true) return null;
            view.Events.Warning("replicaset-controller", set, "FailedCreate", $"Error creating: {refused.Message}");
            return new Failure("FailedCreate", refused.Message);
        }
        return null;
    }

    private async Task Remove(JsonObject set, List<JsonObject> pods, int count, CancellationToken cancellation)
    {
        var order = new DeletionOrder(Related(set), view.Now);
        var surplus = pods.Order(order).Take(count).ToList();
        await view.DeleteAll(Resources.Pods, surplus, "Background", cancellation).ConfigureAwait(false);
        foreach (var pod in surplus) view.Events.Normal("replicaset-controller", set, "SuccessfulDelete", $"Deleted pod: {pod.ObjectName()}");
    }

    /// <summary>The active pods of all sets of the same owner.</summary>
    private IEnumerable<JsonObject> Related(JsonObject set) =>
        Owners.ControllerOf(set)?.Text("uid") is { } owner ? view.Mirror.ControlledBy(owner, Resources.ReplicaSets).SelectMany(PodsOf) : PodsOf(set);

    private static JsonObject NewPod(JsonObject set)
    {
        var template = set["spec"]!["template"]!.AsObject();
        var metadata = new JsonObject
        {
            ["generateName"] = $"{set.ObjectName()}-",
            ["ownerReferences"] = new JsonArray(Owners.Controller(Resources.ReplicaSets, set)),
        };
        foreach (var name in (string[])["labels", "annotations", "finalizers"])
            if (template.Metadata()[name] is { } value) metadata[name] = value.DeepClone();
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = template["spec"]!.DeepClone() };
    }
}
