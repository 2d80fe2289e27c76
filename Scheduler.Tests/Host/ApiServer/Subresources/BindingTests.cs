using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Subresources;

public sealed class BindingTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task A_bound_pod_has_its_node_its_zone_and_its_condition()
    {
        await using var server = await TestServer.Start();
        await server.Create("/api/v1/nodes", TestServer.Document("v1", "Node", "n1", "topology.kubernetes.io/zone=z1"));
        await server.CreatePod("a");
        var status = await server.Create($"{Pods}/a/binding", Binding("a", "n1"));
        Assert.Equal("Success", status["status"]!.GetValue<string>());
        var pod = await server.Get($"{Pods}/a");
        Assert.Equal("n1", pod["spec"]!["nodeName"]!.GetValue<string>());
        Assert.Equal("z1", pod["metadata"]!["labels"]!["topology.kubernetes.io/zone"]!.GetValue<string>());
        Assert.Equal("PodScheduled", pod["status"]!["conditions"]![0]!["type"]!.GetValue<string>());
        Assert.Equal("True", pod["status"]!["conditions"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_pod_is_bound_once_whoever_tries()
    {
        await using var server = await TestServer.Start();
        await server.CreatePod("a");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => server.Send("POST", $"{Pods}/a/binding", Binding("a", $"n{i}")))));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal(409, answer.Status));
    }

    [Fact]
    public async Task Gated_and_ending_pods_are_not_bound()
    {
        await using var server = await TestServer.Start();
        var gated = TestServer.Pod("gated");
        gated["spec"]!["schedulingGates"] = JsonNode.Parse("""[{"name":"wait"}]""");
        await server.Create(Pods, gated);
        await server.Refused(409, "POST", $"{Pods}/gated/binding", Binding("gated", "n1"));
        var ending = TestServer.Pod("ending");
        ending["metadata"]!["finalizers"] = new JsonArray("example.com/f");
        await server.Create(Pods, ending);
        await server.Delete($"{Pods}/ending");
        await server.Refused(409, "POST", $"{Pods}/ending/binding", Binding("ending", "n1"));
    }

    [Fact]
    public async Task The_old_way_to_bind_works_too()
    {
        await using var server = await TestServer.Start();
        await server.CreatePod("a");
        await server.Create("/api/v1/namespaces/default/bindings", Binding("a", "n1"));
        Assert.Equal("n1", (await server.Get($"{Pods}/a"))["spec"]!["nodeName"]!.GetValue<string>());
    }

    private static JsonObject Binding(string pod, string node)
    {
        var binding = TestServer.Document("v1", "Binding", pod);
        binding["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node };
        return binding;
    }
}
