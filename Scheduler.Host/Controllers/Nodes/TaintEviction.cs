using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>
/// Deletes pods from nodes with taints NoExecute: at once where they do not tolerate one, after the shortest of their tolerationSeconds otherwise. A taint
/// that goes in time spares them.
/// </summary>
public sealed class TaintEviction(ClusterView view) : IController
{
    private const string Component = "taint-eviction-controller";

    private readonly HashSet<string> tainted = new(StringComparer.Ordinal);

    /// <summary>Since when pods have been under the taints of their node, by uid.</summary>
    private readonly Dictionary<string, DateTimeOffset> since = new(StringComparer.Ordinal);

    public string Name => "taint-eviction";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Nodes, Resources.Pods];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Pods)
        {
            if (deleted) since.Remove(document.Uid());
            return deleted || !tainted.Contains(Pods.NodeOf(document)) ? [] : [document.Key()];
        }
        var name = document.ObjectName();
        var isTainted = !deleted && TaintsOf(document).Any();
        if (!isTainted && !tainted.Contains(name)) return [];
        if (isTainted) tainted.Add(name);
        else tainted.Remove(name);
        return view.Mirror.PodsOn(name).Select(pod => pod.Key()).ToList();
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Pods, key) is not { } pod || pod.IsTerminating()) return null;
        var taints = view.Mirror.Find(Resources.Nodes, Pods.NodeOf(pod)) is { } node ? TaintsOf(node).ToList() : [];
        var tolerated = Toleration.Of(pod, taints);
        if (taints.Count == 0 || tolerated is null)
        {
            if (since.Remove(pod.Uid())) view.Events.Normal(Component, pod, "TaintManagerEviction", $"Cancelling deletion of Pod {key}");
            return null;
        }
        if (!since.TryGetValue(pod.Uid(), out var start)) since[pod.Uid()] = start = view.Now;
        var left = start + tolerated.Value - view.Now;
        if (left > TimeSpan.Zero) return left;
        await Evict(pod, cancellation).ConfigureAwait(false);
        return null;
    }

    private static IEnumerable<JsonObject> TaintsOf(JsonObject node) => node.Child("spec")?.Children("taints").Where(taint => taint.Text("effect") == "NoExecute") ?? [];

    private async Task Evict(JsonObject pod, CancellationToken cancellation)
    {
        view.Events.Normal(Component, pod, "TaintManagerEviction", $"Marking for deletion Pod {pod.Key()}");
        var condition = new JsonObject
        {
            ["type"] = "DisruptionTarget",
            ["status"] = "True",
            ["reason"] = "DeletionByTaintManager",
            ["message"] = "Taint manager: deleting due to NoExecute taint",
            ["lastTransitionTime"] = view.Timestamp,
        };
        await view.Patch(Resources.Pods, pod, new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } }, "status", cancellation).ConfigureAwait(false);
        await view.Delete(Resources.Pods, pod, "Background", cancellation).ConfigureAwait(false);
        since.Remove(pod.Uid());
    }
}
