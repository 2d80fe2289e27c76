using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Host.Controllers.Nodes;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers.Nodes;

public sealed class NodeLifecycleTests
{
    [Fact]
    public async Task A_new_node_loses_its_taint_when_it_is_ready()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1", ready: "False");
        await MakeNode(cluster, "n2");
        await cluster.Settle();
        Assert.Equal("", await Taints(cluster, "n2"));
        Assert.Equal("not-ready:NoExecute not-ready:NoSchedule", await Taints(cluster, "n1"));
        await SayReady(cluster, "n1", "True");
        await cluster.Pass(5);
        Assert.Equal("", await Taints(cluster, "n1"));
    }

    [Fact]
    public async Task Pressure_and_cordons_become_taints()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1");
        await cluster.Settle();
        await cluster.Server.Patch(Resources.Nodes.Path(null, "n1") + "/status", JsonNode.Parse("""{"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"MemoryPressure","status":"True"}]}}""")!);
        await cluster.Change(Resources.Nodes, "n1", """{"spec":{"unschedulable":true}}""");
        await cluster.Settle();
        Assert.Equal("memory-pressure:NoSchedule unschedulable:NoSchedule", await Taints(cluster, "n1"));
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_unknown_after_its_grace_period_and_its_pods_leave_their_services()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1");
        await MakeNode(cluster, "n2");
        var pod = await RunPod(cluster, "p", "n1");
        await Beat(cluster, 45, "n1", "n2");
        await Beat(cluster, 50, "n2");
        Assert.Equal("True", await Ready(cluster, "n1"));
        await Beat(cluster, 10, "n2");

        Assert.Equal("Unknown", await Ready(cluster, "n1"));
        Assert.Equal("True", await Ready(cluster, "n2"));
        Assert.Equal("unreachable:NoExecute unreachable:NoSchedule", await Taints(cluster, "n1"));
        Assert.False(Pods.IsReady(await cluster.Get(Resources.Pods, "p")));
        Assert.Contains("NodeNotReady: Node is not ready", await cluster.EventsOf(pod.ObjectName()));
    }

    [Fact]
    public async Task Pods_are_evicted_when_their_toleration_ends_and_spared_when_the_node_comes_back()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1");
        await MakeNode(cluster, "n2");
        await RunPod(cluster, "patient", "n1");
        await RunPod(cluster, "hasty", "n1", """[{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":10}]""");
        await Beat(cluster, 20, "n1", "n2");
        await Beat(cluster, 60, "n2");
        Assert.False((await cluster.Get(Resources.Pods, "hasty")).IsTerminating());
        await Beat(cluster, 15, "n2");
        var hasty = await cluster.Get(Resources.Pods, "hasty");
        Assert.True(hasty.IsTerminating());
        Assert.Equal("DeletionByTaintManager", Pods.Condition(hasty, "DisruptionTarget")?.Text("reason"));

        await SayReady(cluster, "n1", "True");
        await Beat(cluster, 400, "n1", "n2");
        Assert.Equal("", await Taints(cluster, "n1"));
        Assert.False((await cluster.Get(Resources.Pods, "patient")).IsTerminating());
    }

    [Fact]
    public async Task A_taint_that_is_not_tolerated_evicts_at_once()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1");
        await RunPod(cluster, "plain", "n1");
        await RunPod(cluster, "tolerant", "n1", """[{"key":"repair","operator":"Exists"}]""");
        await cluster.Settle();
        await cluster.Change(Resources.Nodes, "n1", """{"spec":{"taints":[{"key":"repair","value":"disk","effect":"NoExecute"}]}}""");
        await cluster.Settle();
        Assert.True((await cluster.Get(Resources.Pods, "plain")).IsTerminating());
        Assert.False((await cluster.Get(Resources.Pods, "tolerant")).IsTerminating());
    }

    [Fact]
    public async Task Nothing_is_evicted_while_every_node_is_out_of_sight()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1");
        await MakeNode(cluster, "n2");
        await RunPod(cluster, "p", "n1");
        await Beat(cluster, 20, "n1", "n2");
        await Beat(cluster, 900);
        Assert.Equal("Unknown Unknown", $"{await Ready(cluster, "n1")} {await Ready(cluster, "n2")}");
        Assert.Equal("unreachable:NoSchedule", await Taints(cluster, "n1"));
        Assert.False((await cluster.Get(Resources.Pods, "p")).IsTerminating());
    }

    [Fact]
    public async Task A_machine_that_slept_does_not_hold_it_against_its_nodes()
    {
        await using var cluster = await Start();
        await MakeNode(cluster, "n1");
        await Beat(cluster, 20, "n1");
        cluster.Server.Clock.Advance(TimeSpan.FromHours(8));
        await cluster.Settle();
        Assert.Equal("True", await Ready(cluster, "n1"));
    }

    [Fact]
    public async Task Pods_of_a_node_that_is_no_more_go_after_a_while()
    {
        await using var cluster = await ControllerHarness.Start("pod-garbage-collector");
        await MakeNode(cluster, "n1");
        await RunPod(cluster, "p", "n1");
        await cluster.Server.Delete(Resources.Nodes.Path(null, "n1"));
        await cluster.Pass(30);
        Assert.Equal("p", await cluster.Names(Resources.Pods));
        await cluster.Pass(10);
        Assert.Equal("", await cluster.Names(Resources.Pods));
    }

    [Fact]
    public void Nodes_are_given_up_one_by_one_and_not_at_all_where_most_of_a_small_zone_is_lost()
    {
        var now = DateTimeOffset.UnixEpoch;
        var nodes = Enumerable.Range(0, 10).Select(i => Node($"n{i}", i < 2 ? "Unknown" : "True")).ToList();
        var pace = new EvictionPace();
        pace.Look(nodes);
        Assert.Equal("True False True", $"{pace.Allows(nodes[0], now)} {pace.Allows(nodes[1], now)} {pace.Allows(nodes[1], now.AddSeconds(10))}");

        nodes = [.. Enumerable.Range(0, 10).Select(i => Node($"n{i}", i < 6 ? "Unknown" : "True"))];
        pace.Look(nodes);
        Assert.False(pace.Allows(nodes[0], now.AddHours(1)));
    }

    private static Task<ControllerHarness> Start() => ControllerHarness.Start("node-lifecycle", "taint-eviction");

    private static JsonObject Node(string name, string ready)
    {
        var node = TestServer.Document("v1", "Node", name);
        node["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready }) };
        return node;
    }

    private static async Task MakeNode(ControllerHarness cluster, string name, string ready = "True")
    {
        await cluster.Server.Create(Resources.Nodes.Path(), Node(name, ready));
        var lease = TestServer.Document("coordination.k8s.io/v1", "Lease", name);
        lease["spec"] = new JsonObject { ["holderIdentity"] = name, ["renewTime"] = Meta.MicroTimestamp(cluster.Now) };
        await cluster.Server.Create(Resources.Leases.Path("kube-node-lease"), lease);
    }

    /// <summary>Time passes, and these nodes renew their leases meanwhile.</summary>
    private static async Task Beat(ControllerHarness cluster, int seconds, params string[] nodes)
    {
        for (; seconds > 0; seconds -= 5)
        {
            foreach (var node in nodes)
                await cluster.Change(Resources.Leases, node, new JsonObject { ["spec"] = new JsonObject { ["renewTime"] = Meta.MicroTimestamp(cluster.Now) } }.ToJsonString(), "kube-node-lease");
            await cluster.Pass(Math.Min(5, seconds));
        }
    }

    private static Task SayReady(ControllerHarness cluster, string node, string ready) =>
        cluster.Server.Patch(Resources.Nodes.Path(null, node) + "/status", new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready }) } });

    private static async Task<JsonObject> RunPod(ControllerHarness cluster, string name, string node, string? tolerations = null)
    {
        var pod = TestServer.Pod(name);
        if (tolerations is not null) pod["spec"]!["tolerations"] = JsonNode.Parse(tolerations);
        pod = await cluster.Server.Create(Resources.Pods.Path("default"), pod);
        await cluster.RunPod(pod, node);
        return pod;
    }

    private static async Task<string> Ready(ControllerHarness cluster, string node) => NodeConditions.State(await cluster.Get(Resources.Nodes, node), "Ready") ?? "";

    private static async Task<string> Taints(ControllerHarness cluster, string node) =>
        string.Join(' ', ((await cluster.Get(Resources.Nodes, node)).Child("spec")?.Children("taints") ?? []).Select(taint => $"{taint.Text("key")!.Split('/')[^1]}:{taint.Text("effect")}").Order(StringComparer.Ordinal));
}
