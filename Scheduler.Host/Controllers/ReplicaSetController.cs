using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Keeps as many pods as a ReplicaSet asks for. A pod that ends or is being deleted no longer counts. Pods that it has not made are not adopted.
/// </summary>
public sealed class ReplicaSetController(ClusterView view) : IController
{
    public string Name => "ReplicaSet";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.ReplicaSets) return deleted ? [] : [document.Key()];
        return Owners.ControllerOf(document) is { } owner && owner.Text("kind") == "ReplicaSet" ? [$"{document.Namespace()}/{owner.Text("name")}"] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.ReplicaSets, key) is not { } set) return null;
        if (!set.IsTerminating())
        {
            var missing = (set.Child("spec")?.Number("replicas") ?? 1) - PodsOf(set).Count;
            for (; missing > 0; missing--)
                if (await view.Create(Resources.Pods, set.Namespace(), NewPod(set), cancellation).ConfigureAwait(false) is null) throw new ApiCallException("a pod of that name exists");
            foreach (var pod in PodsOf(set).OrderBy(KeepRank).ThenByDescending(pod => pod.Metadata().Text("creationTimestamp"), StringComparer.Ordinal).Take((int)Math.Max(0, -missing)))
                await view.Delete(Resources.Pods, pod, "Background", cancellation).ConfigureAwait(false);
        }
        return await WriteStatus(set, cancellation).ConfigureAwait(false);
    }

    private List<JsonObject> PodsOf(JsonObject set) => [.. view.Mirror.ControlledBy(set.Uid(), Resources.Pods).Where(Pods.IsActive)];

    /// <summary>Those go first that have come least far.</summary>
    private static int KeepRank(JsonObject pod)
    {
        if (string.IsNullOrEmpty(pod.Child("spec")?.Text("nodeName"))) return 0;
        if (pod.Child("status")?.Text("phase") != "Running") return 1;
        return Pods.IsReady(pod) ? 3 : 2;
    }

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

    /// <summary>Returns when the next pod that is ready will have been so for long enough.</summary>
    private async Task<TimeSpan?> WriteStatus(JsonObject set, CancellationToken cancellation)
    {
        var pods = PodsOf(set);
        var ready = pods.Where(Pods.IsReady).ToList();
        var minReady = TimeSpan.FromSeconds(set.Child("spec")?.Number("minReadySeconds") ?? 0);
        var waits = ready.Select(pod => (Pods.ReadySince(pod) ?? view.Now) + minReady - view.Now).Where(wait => minReady > TimeSpan.Zero && wait > TimeSpan.Zero).ToList();
        var labels = set["spec"]!["template"]!.AsObject().Labels();
        var status = new JsonObject
        {
            ["replicas"] = (long)pods.Count,
            ["fullyLabeledReplicas"] = (long)pods.Count(pod => (labels ?? []).All(label => JsonNode.DeepEquals(pod.Labels()?[label.Key], label.Value))),
            ["readyReplicas"] = (long)ready.Count,
            ["availableReplicas"] = (long)(ready.Count - waits.Count),
            ["observedGeneration"] = set.Metadata().Number("generation") ?? 0,
        };
        await view.SetStatus(Resources.ReplicaSets, set, status, cancellation).ConfigureAwait(false);
        return waits.Count > 0 ? waits.Min() : null;
    }
}
