using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Tests.Host.ApiServer.Subresources;

public sealed class PartsOfObjectsTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task A_container_for_debugging_is_added_to_a_pod_and_nothing_else_changes()
    {
        await using var server = await TestServer.Start();
        await server.CreatePod("a");
        var patch = JsonNode.Parse("""{"metadata":{"labels":{"sneaky":"yes"}},"spec":{"containers":[{"name":"c","image":"other"}],"ephemeralContainers":[{"name":"debugger","image":"busybox"}]}}""")!;
        var changed = await server.Patch($"{Pods}/a/ephemeralcontainers", patch, MediaTypes.StrategicMergePatch);
        Assert.Equal("debugger", changed["spec"]!["ephemeralContainers"]![0]!["name"]!.GetValue<string>());
        Assert.Equal("i", changed["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
        Assert.Null(changed["metadata"]!["labels"]);
    }

    [Fact]
    public async Task A_pod_is_resized_and_keeps_its_image()
    {
        await using var server = await TestServer.Start();
        var pod = TestServer.Pod("a");
        pod["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"100m"}}""");
        await server.Create(Pods, pod);
        var patch = JsonNode.Parse("""{"spec":{"containers":[{"name":"c","image":"other","resources":{"requests":{"cpu":"200m"}}}]}}""")!;
        var changed = await server.Patch($"{Pods}/a/resize", patch, MediaTypes.StrategicMergePatch);
        Assert.Equal("200m", changed["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]!.GetValue<string>());
        Assert.Equal("i", changed["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
        Assert.Equal(2, changed["metadata"]!["generation"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_pod_that_is_written_as_a_whole_keeps_its_size()
    {
        await using var server = await TestServer.Start();
        var pod = TestServer.Pod("a");
        pod["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"100m"}}""");
        await server.Create(Pods, pod);
        await server.Refused(422, "PATCH", $"{Pods}/a", JsonNode.Parse("""{"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"200m"}}}]}}"""), MediaTypes.StrategicMergePatch);
    }

    [Fact]
    public async Task A_node_reports_its_status_and_nothing_else_by_it()
    {
        await using var server = await TestServer.Start();
        await server.Create("/api/v1/nodes", TestServer.Document("v1", "Node", "n"));
        var node = await server.Get("/api/v1/nodes/n");
        node["spec"]!["unschedulable"] = true;
        node["status"] = JsonNode.Parse("""{"capacity":{"cpu":"4"},"conditions":[{"type":"Ready","status":"True"}]}""");
        node["metadata"]!["resourceVersion"] = "0";
        var reported = await server.Replace("/api/v1/nodes/n/status", node);
        Assert.Equal("4", reported["status"]!["capacity"]!["cpu"]!.GetValue<string>());
        Assert.Null(reported["spec"]!["unschedulable"]);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default/pods/a/nonsense", 404)]
    [InlineData("DELETE", "/api/v1/namespaces/default/pods/a/status", 405)]
    [InlineData("GET", "/api/v1/namespaces/default/pods/a/binding", 405)]
    [InlineData("POST", "/api/v1/pods", 405)]
    [InlineData("GET", "/api/v1/namespaces/default/nonsense", 404)]
    [InlineData("GET", "/api/v1/namespaces/default/nodes", 405)]
    [InlineData("DELETE", "/api/v1/namespaces", 405)]
    [InlineData("PATCH", "/version", 405)]
    [InlineData("PUT", "/api/v1/namespaces/default/pods", 405)]
    [InlineData("PATCH", "/api/v1/namespaces/default/pods", 405)]
    [InlineData("PUT", "/api/v1/nodes", 405)]
    [InlineData("GET", "/version?timeout=soon", 400)]
    [InlineData("GET", "/api/v1/pods?timeout=5", 400)]
    [InlineData("GET", "/api/v1/pods?timeout=1m2.5s", 200)]
    [InlineData("GET", "/api/v1/pods?limit=many", 400)]
    [InlineData("GET", "/api/v1/pods?watch=true&timeoutSeconds=long", 400)]
    [InlineData("DELETE", "/api/v1/namespaces/default/pods/a?gracePeriodSeconds=none", 400)]
    [InlineData("GET", "/api/v1/namespaces/default/pods/a?resourceVersion=1000", 504)]
    public async Task What_is_not_served_is_said_so(string method, string path, int status)
    {
        await using var server = await TestServer.Start();
        await server.CreatePod("a");
        Assert.Equal(status, (await server.Send(method, path)).Status);
    }

    [Fact]
    public async Task A_review_has_no_table()
    {
        await using var server = await TestServer.Start();
        var response = await server.Send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", JsonNode.Parse("{}"), accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(406, response.Status);
    }

    [Theory]
    [InlineData("{}", "spec.resourceAttributes,spec.user")]
    [InlineData("""{"user":"jane","resourceAttributes":{},"nonResourceAttributes":{}}""", "spec.nonResourceAttributes")]
    public async Task A_question_about_access_asks_about_somebody_and_about_one_thing(string spec, string fields)
    {
        await using var server = await TestServer.Start();
        var refused = await server.Refused(422, "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject { ["spec"] = JsonNode.Parse(spec) });
        Assert.Equal(fields, string.Join(',', refused["details"]!["causes"]!.AsArray().Select(cause => cause!["field"]!.GetValue<string>())));
    }
}
