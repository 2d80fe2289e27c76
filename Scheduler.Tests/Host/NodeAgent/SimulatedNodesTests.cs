using System.Text.Json.Nodes;
using Scheduler.Host.NodeAgent;
using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Tests.Host.NodeAgent;

/// <summary>Simulated nodes as objects, and what they refuse.</summary>
public class SimulatedNodesTests
{
    [Theory]
    [InlineData("containers: [{name: c, image: i, resources: {requests: {cpu: 9}}}]", "OutOfcpu", "Node didn't have enough resource: cpu, requested: 9000, used: 1000, capacity: 8000")]
    [InlineData("containers: [{name: c, image: i, resources: {requests: {memory: 33Gi}}}]", "OutOfmemory", "Node didn't have enough resource: memory, requested: 35433480192, used: 0, capacity: 34359738368")]
    [InlineData("nodeSelector: {disk: ssd}", "NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector")]
    [InlineData("containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 80}]}]", "NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports")]
    public async Task What_does_not_fit_is_rejected(string spec, string reason, string message)
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("there", "containers: [{name: c, image: i, resources: {requests: {cpu: 1}}, ports: [{containerPort: 80, hostPort: 80}]}]");
        await nodes.Bind("p", spec);
        JsonNode status = (await nodes.Pod("p"))["status"]!;
        Assert.Equal($"Failed {reason} Pod was rejected: {message}", $"{status["phase"]} {status["reason"]} {status["message"]}");
    }

    [Fact]
    public async Task More_pods_than_a_node_takes_are_rejected_until_one_ends()
    {
        await using NodesHarness nodes = await NodesHarness.Start(new()
        {
            Pools = [new NodePool { Capacity = new Dictionary<string, string> { ["cpu"] = "1", ["memory"] = "1Gi", ["pods"] = "2" } }],
        });
        foreach (string name in (string[])["a", "b", "c"]) await nodes.Bind(name);
        Assert.Equal("0/1 OutOfpods 0", await nodes.Line("c"));
        await nodes.Delete("a", 0);
        await nodes.Bind("d");
        Assert.Equal("1/1 Running 0", await nodes.Line("d"));
    }

    [Fact]
    public async Task A_taint_that_evicts_is_a_reason_to_refuse_as_well()
    {
        await using NodesHarness nodes = await NodesHarness.Start(new() { Pools = [new NodePool { Taints = [new PoolTaint("gpu", "only", "NoExecute")] }] });
        await nodes.Bind("p");
        await nodes.Bind("q", "tolerations: [{key: gpu, operator: Exists}]");
        Assert.Equal("0/1 TaintToleration 0", await nodes.Line("p"));
        Assert.Equal("1/1 Running 0", await nodes.Line("q"));
    }

    [Fact]
    public async Task Capacity_of_an_extended_resource_becomes_allocatable_changes_and_goes()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await Capacity("\"4\"");
        Assert.Equal("4", await Allocatable());
        await Capacity("\"6\"");
        Assert.Equal("6", await Allocatable());
        await nodes.Bind("p", "containers: [{name: c, image: i, resources: {requests: {example.com/gpu: 7}, limits: {example.com/gpu: 7}}}]");
        Assert.Equal("0/1 OutOfexample.com/gpu 0", await nodes.Line("p"));
        await Capacity("null");
        Assert.Equal("", await Allocatable());

        Task Capacity(string amount) =>
            nodes.Patch("/api/v1/nodes/node-00000/status", "{\"status\": {\"capacity\": {\"example.com/gpu\": " + amount + "}}}");
        async Task<string> Allocatable() => (await nodes.Node())["status"]!["allocatable"]!["example.com/gpu"]?.ToString() ?? "";
    }

    [Fact]
    public async Task A_node_that_was_marked_unready_says_that_it_is_well_and_a_silent_one_does_not()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        const string unready = """{"status": {"conditions": [{"type": "Ready", "status": "Unknown"}]}}""";
        await nodes.Patch("/api/v1/nodes/node-00000/status", unready);
        Assert.Equal("True", await Ready());
        await nodes.Patch("/api/v1/nodes/node-00000", """{"metadata": {"annotations": {"simulated-node/silent": "true"}}}""");
        await nodes.Patch("/api/v1/nodes/node-00000/status", unready);
        await nodes.Bind("p");
        Assert.Equal("Unknown", await Ready());
        Assert.Equal("0/1 Pending 0", await nodes.Line("p"));
        await nodes.Patch("/api/v1/nodes/node-00000", """{"metadata": {"annotations": {"simulated-node/silent": null}}}""");
        Assert.Equal("True", await Ready());
        Assert.Equal("1/1 Running 0", await nodes.Line("p"));

        async Task<string> Ready() =>
            (await nodes.Node())["status"]!["conditions"]!.AsArray().Single(one => one!["type"]!.ToString() == "Ready")!["status"]!.ToString();
    }

    [Fact]
    public async Task A_node_that_asks_to_be_simulated_is_adopted_with_its_pods()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", node: "mine");
        Assert.Equal("0/1 Pending 0", await nodes.Line("p"));
        await nodes.Server.Create("/api/v1/nodes", JsonNode.Parse("""
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "mine", "annotations": {"kwok.x-k8s.io/node": "fake"}},
             "status": {"allocatable": {"cpu": "1", "pods": "10"}, "capacity": {"cpu": "1", "pods": "10"}}}
            """)!.AsObject());
        await nodes.Settle();
        Assert.Equal("1/1 Running 0", await nodes.Line("p"));
        await nodes.Server.Get("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/mine");
    }

    [Fact]
    public async Task Nodes_are_as_their_pool_says()
    {
        await using NodesHarness nodes = await NodesHarness.Start(NodeTemplateFile.ReadText("""
            pools:
            - {name: big, count: 3, zones: [east, west], region: r1, capacity: {cpu: 64}, allocatable: {cpu: 63500m}, labels: {disk: ssd}}
            - {name: gpu, count: 1, zones: 0, taints: [{key: gpu, effect: NoSchedule}], unschedulable: true}
            """, "t.yaml"));
        JsonObject third = await nodes.Node("big-00002");
        Assert.Equal("east r1 ssd", $"{third["metadata"]!["labels"]!["topology.kubernetes.io/zone"]} {third["metadata"]!["labels"]!["topology.kubernetes.io/region"]} {third["metadata"]!["labels"]!["disk"]}");
        Assert.Equal("64 63500m 110", $"{third["status"]!["capacity"]!["cpu"]} {third["status"]!["allocatable"]!["cpu"]} {third["status"]!["allocatable"]!["pods"]}");
        JsonObject gpu = await nodes.Node("gpu-00000");
        Assert.Null(gpu["metadata"]!["labels"]!["topology.kubernetes.io/zone"]);
        Assert.Contains(gpu["spec"]!["taints"]!.AsArray(), taint => taint!["key"]!.ToString() == "gpu");
        Assert.True(gpu["spec"]!["unschedulable"]!.GetValue<bool>());
    }
}
