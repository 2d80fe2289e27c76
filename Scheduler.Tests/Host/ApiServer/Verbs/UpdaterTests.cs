using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Tests.Host.ApiServer.Verbs;

public sealed class UpdaterTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    [Fact]
    public async Task A_stale_version_conflicts_and_none_overwrites()
    {
        await using var server = await TestServer.Start();
        var first = await server.CreateConfigMap("a");
        var second = first.DeepClone().AsObject();
        second["data"] = new JsonObject { ["x"] = "1" };
        await server.Replace($"{ConfigMaps}/a", second);
        first["data"] = new JsonObject { ["x"] = "2" };
        var conflict = await server.Refused(409, "PUT", $"{ConfigMaps}/a", first);
        Assert.Equal("Conflict", conflict["reason"]!.GetValue<string>());
        first["metadata"]!.AsObject().Remove("resourceVersion");
        Assert.Equal("2", (await server.Replace($"{ConfigMaps}/a", first))["data"]!["x"]!.GetValue<string>());
    }

    [Fact]
    public async Task Leases_are_never_overwritten_blindly()
    {
        await using var server = await TestServer.Start();
        const string leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        var lease = await server.Create(leases, TestServer.Document("coordination.k8s.io/v1", "Lease", "a"));
        lease["metadata"]!.AsObject().Remove("resourceVersion");
        await server.Refused(422, "PUT", $"{leases}/a", lease);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_makes_no_version()
    {
        await using var server = await TestServer.Start();
        var made = await server.CreateConfigMap("a");
        var same = await server.Replace($"{ConfigMaps}/a", made.DeepClone().AsObject());
        Assert.Equal(made["metadata"]!["resourceVersion"]!.GetValue<string>(), same["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_generation_counts_changes_of_the_spec_and_the_status_is_written_apart()
    {
        await using var server = await TestServer.Start();
        await server.Create(Deployments, Deployment("a"));
        var scaled = await server.Patch($"{Deployments}/a", JsonNode.Parse("""{"spec":{"replicas":3},"status":{"replicas":9}}""")!);
        Assert.Equal(2, scaled["metadata"]!["generation"]!.GetValue<int>());
        Assert.Null(scaled["status"]!["replicas"]);
        var labeled = await server.Patch($"{Deployments}/a", JsonNode.Parse("""{"metadata":{"labels":{"x":"y"}}}""")!);
        Assert.Equal(2, labeled["metadata"]!["generation"]!.GetValue<int>());
        var reported = await server.Patch($"{Deployments}/a/status", JsonNode.Parse("""{"spec":{"replicas":7},"status":{"replicas":3}}""")!);
        Assert.Equal(3, reported["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal(3, reported["status"]!["replicas"]!.GetValue<int>());
        Assert.Equal(2, reported["metadata"]!["generation"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_the_server_decides_cannot_be_changed()
    {
        await using var server = await TestServer.Start();
        var made = await server.CreateConfigMap("a");
        var patched = await server.Patch($"{ConfigMaps}/a", JsonNode.Parse("""{"metadata":{"creationTimestamp":"2000-01-01T00:00:00Z","generation":7,"deletionTimestamp":"2000-01-01T00:00:00Z"},"data":{"x":"y"}}""")!);
        Assert.Equal(made["metadata"]!["creationTimestamp"]!.GetValue<string>(), patched["metadata"]!["creationTimestamp"]!.GetValue<string>());
        Assert.Null(patched["metadata"]!["generation"]);
        Assert.Null(patched["metadata"]!["deletionTimestamp"]);
        await server.Refused(409, "PATCH", $"{ConfigMaps}/a", JsonNode.Parse("""{"metadata":{"uid":"other"}}"""), MediaTypes.MergePatch);
    }

    [Fact]
    public async Task Patches_at_the_same_time_are_all_applied()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("a");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                ApiResponse response;
                do
                {
                    response = await server.Send("PATCH", $"{ConfigMaps}/a", new JsonObject { ["data"] = new JsonObject { [$"k{worker}-{i}"] = "v" } }, MediaTypes.MergePatch);
                    Assert.True(response.Status is 200 or 409);
                }
                while (response.Status == 409);
            }
        })));
        Assert.Equal(100, (await server.Get($"{ConfigMaps}/a"))["data"]!.AsObject().Count);
    }

    [Fact]
    public async Task Fields_belong_to_whom_changed_them_last()
    {
        await using var server = await TestServer.Start();
        await server.Send("POST", $"{ConfigMaps}?fieldManager=one", JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1","y":"1"}}"""));
        await server.Patch($"{ConfigMaps}/a?fieldManager=two", JsonNode.Parse("""{"data":{"y":"2","z":"2"}}""")!);
        var entries = (await server.Get($"{ConfigMaps}/a"))["metadata"]!["managedFields"]!.AsArray();
        Assert.Equal("""{"f:data":{".":{},"f:x":{}}}""", entries.Single(entry => entry!["manager"]!.GetValue<string>() == "one")!["fieldsV1"]!.ToJsonString());
        Assert.Equal("""{"f:data":{"f:y":{},"f:z":{}}}""", entries.Single(entry => entry!["manager"]!.GetValue<string>() == "two")!["fieldsV1"]!.ToJsonString());
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_and_stores_nothing()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("a");
        var shown = await server.Patch($"{ConfigMaps}/a?dryRun=All", JsonNode.Parse("""{"data":{"x":"1"}}""")!);
        Assert.Equal("1", shown["data"]!["x"]!.GetValue<string>());
        Assert.Null((await server.Get($"{ConfigMaps}/a"))["data"]);
        await server.Refused(422, "PATCH", $"{ConfigMaps}/a?dryRun=Some", JsonNode.Parse("{}"), MediaTypes.MergePatch);
    }

    [Fact]
    public async Task Scale_shows_and_sets_the_replicas_of_a_workload()
    {
        await using var server = await TestServer.Start();
        await server.Create(Deployments, Deployment("a"));
        await server.Patch($"{Deployments}/a/scale", JsonNode.Parse("""{"spec":{"replicas":4}}""")!);
        var scale = await server.Get($"{Deployments}/a/scale");
        Assert.Equal(4, scale["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal("app=a", scale["status"]!["selector"]!.GetValue<string>());
        Assert.Equal(4, (await server.Get($"{Deployments}/a"))["spec"]!["replicas"]!.GetValue<int>());
        scale["metadata"]!["resourceVersion"] = "1";
        await server.Refused(409, "PUT", $"{Deployments}/a/scale", scale);
    }

    [Fact]
    public async Task Scale_has_a_table_of_its_own()
    {
        await using var server = await TestServer.Start();
        await server.Create(Deployments, Deployment("a"));
        var table = await server.Get($"{Deployments}/a/scale", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(["Name", "Desired", "Available", "Age"], table["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.GetValue<string>()));
        Assert.Equal("""["a",1,0,"0s"]""", table["rows"]![0]!["cells"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/apis/coordination.k8s.io/v1/namespaces/default/leases", "coordination.k8s.io/v1", "Lease", """{"spec":{"holderIdentity":"x"}}""")]
    [InlineData("/api/v1/namespaces/default/limitranges", "v1", "LimitRange", """{"spec":{"limits":[]}}""")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterroles", "rbac.authorization.k8s.io/v1", "ClusterRole", """{"rules":[]}""")]
    [InlineData("/apis/node.k8s.io/v1/runtimeclasses", "node.k8s.io/v1", "RuntimeClass", """{"handler":"x"}""")]
    public async Task Some_kinds_are_made_by_a_put_of_what_is_not_there(string path, string apiVersion, string kind, string rest)
    {
        await using var server = await TestServer.Start();
        var document = JsonNode.Parse(rest)!.AsObject();
        document["apiVersion"] = apiVersion;
        document["kind"] = kind;
        document["metadata"] = new JsonObject { ["name"] = "new" };
        TestServer.Body(await server.Send("PUT", $"{path}/new", document), 201);
        await server.Get($"{path}/new");
    }

    [Theory]
    [InlineData("/apis/storage.k8s.io/v1/csidrivers", "CSIDriver", """{"spec":{}}""")]
    [InlineData("/apis/storage.k8s.io/v1/csinodes", "CSINode", """{"spec":{"drivers":[]}}""")]
    public async Task Some_kinds_are_replaced_only_at_a_version(string path, string kind, string rest)
    {
        await using var server = await TestServer.Start();
        var document = JsonNode.Parse(rest)!.AsObject();
        document["apiVersion"] = "storage.k8s.io/v1";
        document["kind"] = kind;
        document["metadata"] = new JsonObject { ["name"] = "a" };
        await server.Create(path, document);
        await server.Refused(422, "PUT", $"{path}/a", document);
    }

    internal static JsonObject Deployment(string name) => JsonNode.Parse($$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}"},
         "spec":{"selector":{"matchLabels":{"app":"{{name}}"} },"template":{"metadata":{"labels":{"app":"{{name}}"} },
         "spec":{"containers":[{"name":"c","image":"i"}]} } } }
        """)!.AsObject();
}
