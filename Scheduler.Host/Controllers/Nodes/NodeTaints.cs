using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>
/// Says of a node's condition in taints, which is what schedulers read: not ready, unreachable, under pressure, cordoned. All have the effect NoSchedule;
/// <see cref="NodeHealth"/> adds those that push pods out.
/// </summary>
public sealed class NodeTaints(ClusterView view) : IController
{
    public const string NotReady = Prefix + "not-ready";
    public const string Unreachable = Prefix + "unreachable";

    private const string Prefix = "node.kubernetes.io/";

    /// <summary>The taints that are ours to set and to take away.</summary>
    private static readonly string[] Ours =
        [.. ((string[])["not-ready", "unreachable", "memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable", "unschedulable"]).Select(name => Prefix + name)];

    public string Name => "node-lifecycle";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Nodes];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted) => deleted ? [] : [document.ObjectName()];

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Nodes, key) is not { } node) return null;
        var present = node.Child("spec")?.Children("taints").ToList() ?? [];
        var wanted = Wanted(node).Select(name => Prefix + name).ToList();
        var has = present.Where(IsOurs).Select(taint => taint.Text("key")!).ToHashSet();
        if (has.SetEquals(wanted)) return null;

        var taints = new JsonArray();
        foreach (var taint in present.Where(taint => !IsOurs(taint) || wanted.Contains(taint.Text("key")!))) taints.Add(taint.DeepClone());
        foreach (var name in wanted.Where(name => !has.Contains(name)))
            taints.Add((JsonNode)new JsonObject { ["key"] = name, ["effect"] = "NoSchedule", ["timeAdded"] = view.Timestamp });
        var patch = new JsonObject
        {
            // The list is written as a whole: only if nobody else has written meanwhile.
            ["metadata"] = new JsonObject { ["resourceVersion"] = node.ResourceVersion() },
            ["spec"] = new JsonObject { ["taints"] = taints },
        };
        await view.Merge(Resources.Nodes, node, patch, null, cancellation).ConfigureAwait(false);
        return null;
    }

    private static bool IsOurs(JsonObject taint) => taint.Text("effect") == "NoSchedule" && Ours.Contains(taint.Text("key"));

    private static IEnumerable<string> Wanted(JsonObject node)
    {
        var conditions = (node.Child("status")?.Children("conditions") ?? []).ToLookup(one => one.Text("type"), one => one.Text("status"));
        if (!conditions["Ready"].Any() || conditions["Ready"].Contains("False")) yield return "not-ready";
        if (conditions["Ready"].Contains("Unknown")) yield return "unreachable";
        if (conditions["MemoryPressure"].Contains("True")) yield return "memory-pressure";
        if (conditions["DiskPressure"].Contains("True")) yield return "disk-pressure";
        if (conditions["PIDPressure"].Contains("True")) yield return "pid-pressure";
        if (conditions["NetworkUnavailable"].Contains("True")) yield return "network-unavailable";
        if (node.Child("spec")?.Flag("unschedulable") == true) yield return "unschedulable";
    }
}
