using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>
/// Judges nodes by their heartbeats, every few seconds all at once: whoever falls silent gets conditions Unknown, its pods are no longer ready, and its
/// taint NoExecute lets <see cref="TaintEviction"/> move them, at a pace that a broken network does not turn into a storm.
/// <code>
/// renewed lease, changed status ──▶ heard ──silent for 50 s──▶ conditions Unknown ──▶ pods not ready, unreachable:NoExecute
///                                     ▲─────────────── heard again: taint goes ◀───────────────┘
/// </code>
/// Times are those at which a change was seen here, never those that a node states: their clocks may differ.
/// </summary>
public sealed class NodeHealth(ClusterView view) : IController
{
    private const string LeaseNamespace = "kube-node-lease";
    private const string Key = "all";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(50);

    /// <summary>A node that has never said anything has a little longer.</summary>
    private static readonly TimeSpan StartupGrace = TimeSpan.FromSeconds(60);

    /// <summary>A look that comes so late missed what happened meanwhile: this machine slept.</summary>
    private static readonly TimeSpan LookedAwayAfter = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Heard> heard = new(StringComparer.Ordinal);
    private readonly EvictionPace pace = new();
    private DateTimeOffset lastLook;

    public string Name => "node-lifecycle";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Nodes, Resources.Leases, Resources.Pods];

    public IReadOnlyList<string> Always { get; } = [Key];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted) => [];

    /// <summary>The last sign of life: what it was, and when it was seen.</summary>
    private readonly record struct Heard(string Uid, string Sign, DateTimeOffset At);

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        var nodes = view.Mirror.All(Resources.Nodes).OrderBy(node => node.ObjectName(), StringComparer.Ordinal).ToList();
        if (view.Now - lastLook > LookedAwayAfter) Forgive();
        lastLook = view.Now;
        foreach (var gone in heard.Keys.Except(nodes.Select(node => node.ObjectName())).ToList()) heard.Remove(gone);
        foreach (var node in nodes)
        {
            if (Listen(node)) continue;
            await Declare(node, cancellation).ConfigureAwait(false);
        }

        nodes = [.. nodes.Select(node => view.Mirror.Find(Resources.Nodes, node.ObjectName()) ?? node)];
        if (pace.Look(nodes)) Forgive();
        foreach (var node in nodes)
        {
            if (NodeConditions.State(node, "Ready") == "Unknown") await MarkPodsNotReady(node, cancellation).ConfigureAwait(false);
            await Taint(node, cancellation).ConfigureAwait(false);
        }
        return LookEvery;
    }

    /// <summary>What has been out of sight as a whole says more about us than about the nodes: everybody gets a full grace period.</summary>
    private void Forgive()
    {
        foreach (var (name, last) in heard.ToList()) heard[name] = last with { At = view.Now };
    }

    /// <summary>Notes a sign of life; false where there has been none for too long.</summary>
    private bool Listen(JsonObject node)
    {
        var name = node.ObjectName();
        var ready = NodeConditions.Find(node, "Ready");
        var lease = view.Mirror.Find(Resources.Leases, $"{LeaseNamespace}/{name}")?.Child("spec")?.Text("renewTime");
        var sign = $"{lease}|{ready?.Text("lastHeartbeatTime")}|{(ready?.Text("status") == "Unknown" ? "" : ready?.Text("status"))}";
        if (!heard.TryGetValue(name, out var last) || last.Uid != node.Uid())
        {
            // A node without any status counts from its creation.
            var since = ready is null ? node.Metadata().Time("creationTimestamp") ?? view.Now : view.Now;
            heard[name] = last = new Heard(node.Uid(), sign, since);
        }
        else if (last.Sign != sign)
        {
            // Our own Unknown is no sign of life of the node.
            var isOurs = ready?.Text("status") == "Unknown" && last.Sign.StartsWith($"{lease}|", StringComparison.Ordinal);
            heard[name] = last = last with { Sign = sign, At = isOurs ? last.At : view.Now };
        }
        return view.Now - last.At <= (ready is null ? StartupGrace : Grace);
    }

    private async Task Declare(JsonObject node, CancellationToken cancellation)
    {
        var wasReady = NodeConditions.State(node, "Ready") == "True";
        if (NodeConditions.Unknown(node, view.Timestamp) is not { Count: > 0 } changed) return;
        await view.Patch(Resources.Nodes, node, new JsonObject { ["status"] = new JsonObject { ["conditions"] = changed } }, "status", cancellation).ConfigureAwait(false);
        if (wasReady) view.Events.Normal("node-controller", node, "NodeNotReady", $"Node {node.ObjectName()} status is now: NodeNotReady");
    }

    /// <summary>Nobody serves from a node that is lost: its pods leave their services.</summary>
    private async Task MarkPodsNotReady(JsonObject node, CancellationToken cancellation)
    {
        foreach (var pod in view.Mirror.PodsOn(node.ObjectName()).Where(Pods.IsReady))
        {
            var condition = new JsonObject { ["type"] = "Ready", ["status"] = "False", ["lastTransitionTime"] = view.Timestamp };
            await view.Patch(Resources.Pods, pod, new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } }, "status", cancellation).ConfigureAwait(false);
            view.Events.Warning("node-controller", pod, "NodeNotReady", "Node is not ready");
        }
    }

    private async Task Taint(JsonObject node, CancellationToken cancellation)
    {
        var wanted = NodeConditions.State(node, "Ready") switch
        {
            "False" => NodeTaints.NotReady,
            "Unknown" => NodeTaints.Unreachable,
            _ => null,
        };
        if (pace.IsAllLost) wanted = null;
        var present = node.Child("spec")?.Children("taints").Where(IsOurs).Select(taint => taint.Text("key")).ToList() ?? [];
        if (wanted is null ? present.Count == 0 : present is [var only] && only == wanted) return;
        if (wanted is not null && present.Count == 0 && !pace.Allows(node, view.Now)) return;

        var taints = new JsonArray([.. (node.Child("spec")?.Children("taints") ?? []).Where(taint => !IsOurs(taint)).Select(taint => taint.DeepClone())]);
        if (wanted is not null) taints.Add((JsonNode)new JsonObject { ["key"] = wanted, ["effect"] = "NoExecute", ["timeAdded"] = view.Timestamp });
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = node.ResourceVersion() }, ["spec"] = new JsonObject { ["taints"] = taints } };
        await view.Merge(Resources.Nodes, node, patch, null, cancellation).ConfigureAwait(false);
    }

    private static bool IsOurs(JsonObject taint) => taint.Text("effect") == "NoExecute" && taint.Text("key") is (NodeTaints.NotReady or NodeTaints.Unreachable);
}
