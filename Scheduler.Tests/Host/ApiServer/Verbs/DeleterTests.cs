using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Verbs;

public sealed class DeleterTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_pod_on_a_node_is_given_its_time_and_goes_with_a_second_delete_of_zero_seconds()
    {
        await using var server = await TestServer.Start();
        await Bound(server, "a");
        var marked = await server.Delete($"{Pods}/a");
        Assert.Equal(30, marked["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<int>());
        Assert.Equal("2026-01-01T00:00:30Z", marked["metadata"]!["deletionTimestamp"]!.GetValue<string>());
        Assert.Equal(2, marked["metadata"]!["generation"]!.GetValue<int>());

        await server.Delete($"{Pods}/a", new JsonObject { ["gracePeriodSeconds"] = 0 });
        await server.Refused(404, "GET", $"{Pods}/a");
    }

    [Fact]
    public async Task Time_that_was_given_is_only_shortened()
    {
        await using var server = await TestServer.Start();
        await Bound(server, "a");
        await server.Delete($"{Pods}/a", new JsonObject { ["gracePeriodSeconds"] = 10 });
        var longer = await server.Delete($"{Pods}/a", new JsonObject { ["gracePeriodSeconds"] = 60 });
        Assert.Equal(10, longer["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<int>());
        var shorter = await server.Delete($"{Pods}/a", new JsonObject { ["gracePeriodSeconds"] = 5 });
        Assert.Equal(5, shorter["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_pod_that_no_node_has_goes_at_once()
    {
        await using var server = await TestServer.Start();
        await server.CreatePod("a");
        await server.Delete($"{Pods}/a");
        await server.Refused(404, "GET", $"{Pods}/a");
    }

    [Fact]
    public async Task Finalizers_hold_an_object_until_the_last_is_gone()
    {
        await using var server = await TestServer.Start();
        var held = TestServer.Document("v1", "ConfigMap", "a");
        held["metadata"]!["finalizers"] = new JsonArray("example.com/a", "example.com/b");
        await server.Create(ConfigMaps, held);
        await server.Delete($"{ConfigMaps}/a");
        await server.Patch($"{ConfigMaps}/a", JsonNode.Parse("""{"metadata":{"finalizers":["example.com/b"]}}""")!);
        await server.Get($"{ConfigMaps}/a");
        var added = await server.Refused(422, "PATCH", $"{ConfigMaps}/a", JsonNode.Parse("""{"metadata":{"finalizers":["example.com/b","example.com/c"]}}"""), "application/merge-patch+json");
        Assert.Contains("no new finalizers can be added", added["message"]!.GetValue<string>());
        await server.Patch($"{ConfigMaps}/a", JsonNode.Parse("""{"metadata":{"finalizers":null}}""")!);
        await server.Refused(404, "GET", $"{ConfigMaps}/a");
    }

    [Theory]
    [InlineData("Foreground", "foregroundDeletion")]
    [InlineData("Orphan", "orphan")]
    public async Task What_happens_to_dependents_is_left_to_the_garbage_collector_as_a_finalizer(string policy, string finalizer)
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("a");
        var marked = await server.Delete($"{ConfigMaps}/a", new JsonObject { ["propagationPolicy"] = policy });
        Assert.Equal(finalizer, marked["metadata"]!["finalizers"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Preconditions_must_hold()
    {
        await using var server = await TestServer.Start();
        var made = await server.CreateConfigMap("a");
        await server.Refused(409, "DELETE", $"{ConfigMaps}/a", JsonNode.Parse("""{"preconditions":{"uid":"other"}}"""));
        await server.Refused(409, "DELETE", $"{ConfigMaps}/a", JsonNode.Parse("""{"preconditions":{"resourceVersion":"1"}}"""));
        await server.Delete($"{ConfigMaps}/a", new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = made["metadata"]!["uid"]!.DeepClone() } });
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("a");
        await server.Delete($"{ConfigMaps}/a?dryRun=All");
        await server.Get($"{ConfigMaps}/a");
    }

    [Fact]
    public async Task A_namespace_ends_when_it_is_finalized_and_takes_nothing_new_before()
    {
        await using var server = await TestServer.Start();
        await server.Create("/api/v1/namespaces", TestServer.Document("v1", "Namespace", "team"));
        var ending = await server.Delete("/api/v1/namespaces/team");
        Assert.Equal("Terminating", ending["status"]!["phase"]!.GetValue<string>());
        var refused = await server.Refused(403, "POST", "/api/v1/namespaces/team/configmaps", TestServer.Document("v1", "ConfigMap", "a"));
        Assert.Equal("NamespaceTerminating", refused["details"]!["causes"]![0]!["reason"]!.GetValue<string>());

        ending["spec"] = new JsonObject();
        await server.Replace("/api/v1/namespaces/team/finalize", ending);
        await server.Refused(404, "GET", "/api/v1/namespaces/team");
    }

    [Theory]
    [InlineData("default")]
    [InlineData("kube-system")]
    public async Task The_clusters_own_namespaces_stay(string name)
    {
        await using var server = await TestServer.Start();
        await server.Refused(403, "DELETE", $"/api/v1/namespaces/{name}");
    }

    [Fact]
    public async Task A_collection_is_deleted_as_far_as_the_selector_reaches()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("a", "app=x");
        await server.CreateConfigMap("b", "app=y");
        await server.Delete($"{ConfigMaps}?labelSelector=app%3Dx");
        await server.Refused(404, "GET", $"{ConfigMaps}/a");
        await server.Get($"{ConfigMaps}/b");
    }

    private static async Task Bound(TestServer server, string name)
    {
        var pod = TestServer.Pod(name);
        pod["spec"]!["nodeName"] = "n1";
        await server.Create(Pods, pod);
    }

    [Fact]
    public async Task What_happens_to_dependents_is_said_once()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("a");
        var both = JsonNode.Parse("""{"orphanDependents":true,"propagationPolicy":"Orphan"}""");
        var refused = await server.Refused(422, "DELETE", $"{ConfigMaps}/a", both);
        Assert.Contains("cannot be both set", refused["message"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.Refused(422, "DELETE", $"{ConfigMaps}/a?propagationPolicy=Sometimes");
    }
}
