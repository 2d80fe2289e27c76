using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Subresources;

public sealed class EvictionTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    [Fact]
    public async Task Each_eviction_takes_one_from_the_budget_until_nothing_is_left()
    {
        await using var server = await TestServer.Start();
        await Running(server, "a");
        await Running(server, "b");
        await Budget(server, allowed: 1);
        await server.Create($"{Pods}/a/eviction", Eviction("a"));
        var refused = await server.Refused(429, "POST", $"{Pods}/b/eviction", Eviction("b"));
        Assert.Equal("DisruptionBudget", refused["details"]!["causes"]![0]!["reason"]!.GetValue<string>());
        var status = (await server.Get($"{Budgets}/pdb"))["status"]!;
        Assert.Equal(0, status["disruptionsAllowed"]!.GetValue<int>());
        Assert.True(status["disruptedPods"]!.AsObject().ContainsKey("a"));
    }

    [Fact]
    public async Task A_pod_that_does_not_run_needs_no_budget()
    {
        await using var server = await TestServer.Start();
        await server.CreatePod("a", "app=x");
        await Budget(server, allowed: 0);
        await server.Create($"{Pods}/a/eviction", Eviction("a"));
        await server.Refused(404, "GET", $"{Pods}/a");
    }

    [Fact]
    public async Task A_dry_run_evicts_nobody()
    {
        await using var server = await TestServer.Start();
        await Running(server, "a");
        await Budget(server, allowed: 1);
        await server.Create($"{Pods}/a/eviction?dryRun=All", Eviction("a"));
        Assert.Null((await server.Get($"{Pods}/a"))["metadata"]!["deletionTimestamp"]);
        Assert.Equal(1, (await server.Get($"{Budgets}/pdb"))["status"]!["disruptionsAllowed"]!.GetValue<int>());
    }

    private static async Task Running(TestServer server, string name)
    {
        var pod = TestServer.Pod(name, "app=x");
        pod["spec"]!["nodeName"] = "n";
        await server.Create(Pods, pod);
        await server.Patch($"{Pods}/{name}/status", JsonNode.Parse("""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""")!);
    }

    private static async Task Budget(TestServer server, int allowed)
    {
        var budget = TestServer.Document("policy/v1", "PodDisruptionBudget", "pdb");
        budget["spec"] = JsonNode.Parse("""{"minAvailable":1,"selector":{"matchLabels":{"app":"x"}}}""");
        await server.Create(Budgets, budget);
        await server.Patch($"{Budgets}/pdb/status", new JsonObject { ["status"] = new JsonObject { ["observedGeneration"] = 1, ["disruptionsAllowed"] = allowed } });
    }

    private static JsonObject Eviction(string pod) => TestServer.Document("policy/v1", "Eviction", pod);
}
