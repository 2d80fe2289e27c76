using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>Clears pods away that nobody else will: those of nodes that are no more, those deleted before they had a node, and the oldest of too many that have ended.</summary>
public sealed class PodGarbage(ClusterView view) : IController
{
    private const string Key = "all";
    private const int EndedMax = 12_500;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    /// <summary>A node may be registered anew in a moment: its pods are left to it for so long.</summary>
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, DateTimeOffset> missing = new(StringComparer.Ordinal);

    public string Name => "pod-garbage-collector";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Nodes, Resources.Pods];

    public IReadOnlyList<string> Always { get; } = [Key];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted) => [];

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        var pods = view.Mirror.All(Resources.Pods).ToList();
        foreach (var pod in pods.Where(pod => pod.IsTerminating() && Pods.NodeOf(pod).Length == 0)) await End(pod, cancellation).ConfigureAwait(false);
        await ClearNodes(pods, cancellation).ConfigureAwait(false);
        var ended = pods.Where(pod => Pods.HasEnded(pod) && !pod.IsTerminating()).OrderBy(pod => pod.Metadata().Text("creationTimestamp"), StringComparer.Ordinal).ToList();
        foreach (var pod in ended.SkipLast(EndedMax)) await End(pod, cancellation).ConfigureAwait(false);
        return LookEvery;
    }

    private async Task ClearNodes(List<JsonObject> pods, CancellationToken cancellation)
    {
        var lost = pods.Where(pod => Pods.NodeOf(pod) is { Length: > 0 } node && view.Mirror.Find(Resources.Nodes, node) is null).ToLookup(Pods.NodeOf);
        foreach (var back in missing.Keys.Where(node => !lost.Contains(node)).ToList()) missing.Remove(back);
        foreach (var node in lost)
        {
            if (!missing.TryGetValue(node.Key, out var since)) missing[node.Key] = since = view.Now;
            if (view.Now - since < Quarantine) continue;
            if (!(await view.Client.Get(Resources.Nodes.Path(null, node.Key), cancellation).ConfigureAwait(false)).IsGone) continue;
            foreach (var pod in node)
            {
                await MarkFailed(pod, cancellation).ConfigureAwait(false);
                await End(pod, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task MarkFailed(JsonObject pod, CancellationToken cancellation)
    {
        if (Pods.HasEnded(pod)) return;
        var condition = new JsonObject
        {
            ["type"] = "DisruptionTarget",
            ["status"] = "True",
            ["reason"] = "DeletionByPodGC",
            ["message"] = "PodGC: node no longer exists",
            ["lastTransitionTime"] = view.Timestamp,
        };
        await view.Patch(Resources.Pods, pod, new JsonObject { ["status"] = new JsonObject { ["phase"] = "Failed", ["conditions"] = new JsonArray(condition) } }, "status", cancellation).ConfigureAwait(false);
    }

    private async Task End(JsonObject pod, CancellationToken cancellation)
    {
        var answer = await view.Client.Delete(Resources.Pods.PathOf(pod), pod.Uid(), 0, null, cancellation).ConfigureAwait(false);
        if (!answer.IsGone && !answer.IsConflict) answer.OrThrow($"delete pod {pod.Key()}");
    }
}
