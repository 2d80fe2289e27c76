using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Tests.Host.ApiServer;
using Scheduler.Tests.Host.Controllers.Workloads;

namespace Scheduler.Tests.Host.Controllers.Garbage;

public sealed class GarbageCollectorTests
{
    [Fact]
    public async Task In_the_background_the_owner_goes_first_and_everything_below_it_after_it()
    {
        await using var cluster = await ControllerHarness.Start("deployment", "replicaset", "garbage-collector");
        await cluster.CreateDeployment("web", 2);
        await cluster.Settle();
        await Delete(cluster, Resources.Deployments, "web", "Background");
        await cluster.Settle();
        Assert.Empty(await cluster.All(Resources.ReplicaSets));
        Assert.Empty(await cluster.All(Resources.Pods));
    }

    [Fact]
    public async Task In_the_foreground_the_owner_waits_for_everything_that_blocks_it()
    {
        await using var cluster = await ControllerHarness.Start("deployment", "replicaset", "garbage-collector");
        await cluster.CreateDeployment("web", 2);
        await cluster.Converge();
        await Delete(cluster, Resources.Deployments, "web", "Foreground");
        await cluster.Settle();
        Assert.True((await cluster.Get(Resources.Deployments, "web")).IsTerminating());
        Assert.All(await cluster.All(Resources.ReplicaSets), set => Assert.True(set.IsTerminating()));
        Assert.All(await cluster.All(Resources.Pods), pod => Assert.True(pod.IsTerminating()));

        await cluster.RunPods();
        await cluster.Settle();
        Assert.Empty(await cluster.All(Resources.Deployments));
        Assert.Empty(await cluster.All(Resources.ReplicaSets));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_circle_of_owners_is_no_reason_to_wait(int count)
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var uids = new List<string>();
        for (var i = 0; i < count; i++) uids.Add((await cluster.Server.CreateConfigMap($"c{i}")).Uid());
        for (var i = 0; i < count; i++)
        {
            var owner = (i + 1) % count;
            var reference = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["name"] = $"c{owner}", ["uid"] = uids[owner], ["controller"] = true, ["blockOwnerDeletion"] = true };
            await cluster.Server.Patch($"/api/v1/namespaces/default/configmaps/c{i}", new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(reference) } });
        }
        await cluster.Settle();
        await Delete(cluster, Resources.ConfigMaps, "c0", "Foreground");
        await cluster.Settle();
        Assert.Empty(await cluster.All(Resources.ConfigMaps));
    }

    [Fact]
    public async Task Orphans_stay_and_belong_to_nobody()
    {
        await using var cluster = await ControllerHarness.Start("replicaset", "garbage-collector");
        await cluster.CreateSet("web", 2);
        await cluster.Settle();
        await Delete(cluster, Resources.ReplicaSets, "web", "Orphan");
        await cluster.Settle();
        Assert.Empty(await cluster.All(Resources.ReplicaSets));
        var pods = await cluster.All(Resources.Pods);
        Assert.Equal(2, pods.Count);
        Assert.All(pods, pod => Assert.Null(pod.Metadata()["ownerReferences"]));
    }

    [Fact]
    public async Task Many_orphans_of_one_owner_go_and_those_of_others_stay()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var owner = await cluster.Server.CreateConfigMap("owner");
        var other = await cluster.Server.CreateConfigMap("other");
        for (var i = 0; i < 150; i++) await Own(cluster, $"child-{i}", Reference(owner));
        await Own(cluster, "of-both", Reference(owner), Reference(other));
        await Own(cluster, "of-other", Reference(other));
        await cluster.Settle();
        await Delete(cluster, Resources.ConfigMaps, "owner", "Background");
        await cluster.Settle();
        Assert.Equal("of-both of-other other", await cluster.Names(Resources.ConfigMaps));
    }

    [Fact]
    public async Task An_owner_is_told_by_its_uid_and_not_by_its_name()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var owner = await cluster.Server.CreateConfigMap("owner");
        await Own(cluster, "right", Reference(owner));
        await Own(cluster, "wrong", Reference(owner, uid: "00000000-0000-4000-8000-000000000000"));
        await cluster.Settle();
        Assert.Equal("owner right", await cluster.Names(Resources.ConfigMaps));
    }

    [Fact]
    public async Task One_owner_that_is_left_keeps_an_object_and_the_others_are_struck_off()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var first = await cluster.Server.CreateConfigMap("first");
        var second = await cluster.Server.CreateConfigMap("second");
        await Own(cluster, "child", Reference(first), Reference(second));
        await cluster.Settle();
        await Delete(cluster, Resources.ConfigMaps, "first", "Background");
        await cluster.Settle();
        Assert.Equal("second", Assert.Single((await cluster.Get(Resources.ConfigMaps, "child")).Metadata().Children("ownerReferences")).Text("name"));

        await Delete(cluster, Resources.ConfigMaps, "second", "Background");
        await cluster.Settle();
        Assert.Equal("", await cluster.Names(Resources.ConfigMaps));
    }

    [Fact]
    public async Task Only_dependents_that_block_are_waited_for()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var owner = await cluster.Server.CreateConfigMap("owner");
        await Own(cluster, "held", Reference(owner));
        await cluster.Change(Resources.ConfigMaps, "held", """{"metadata":{"finalizers":["example.com/wait"]}}""");
        await cluster.Settle();
        await Delete(cluster, Resources.ConfigMaps, "owner", "Foreground");
        await cluster.Settle();
        Assert.Equal("held", await cluster.Names(Resources.ConfigMaps));
        Assert.True((await cluster.Get(Resources.ConfigMaps, "held")).IsTerminating());
    }

    [Fact]
    public async Task What_has_another_owner_outlives_one_that_waits_for_it()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var leaving = await cluster.Server.CreateConfigMap("leaving");
        var staying = await cluster.Server.CreateConfigMap("staying");
        await Own(cluster, "child", Reference(leaving, blocks: true), Reference(staying));
        await cluster.Settle();
        await Delete(cluster, Resources.ConfigMaps, "leaving", "Foreground");
        await cluster.Settle();
        Assert.Equal("child staying", await cluster.Names(Resources.ConfigMaps));
        Assert.Equal("staying", Assert.Single((await cluster.Get(Resources.ConfigMaps, "child")).Metadata().Children("ownerReferences")).Text("name"));
    }

    [Fact]
    public async Task A_cluster_wide_owner_takes_what_is_in_namespaces_with_it()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var node = await cluster.Server.Create(Resources.Nodes.Path(), TestServer.Document("v1", "Node", "n1"));
        await Own(cluster, "of-node", Reference(node));
        await cluster.Settle();
        await Delete(cluster, Resources.Nodes, "n1", "Background");
        await cluster.Settle();
        Assert.Equal("", await cluster.Names(Resources.ConfigMaps));
    }

    [Fact]
    public async Task What_cannot_be_looked_for_keeps_its_dependents()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var owner = await cluster.Server.CreateConfigMap("owner");
        var node = TestServer.Document("v1", "Node", "n1");
        node.Metadata()["ownerReferences"] = new JsonArray(Reference(owner, uid: "00000000-0000-4000-8000-000000000000"));
        await cluster.Server.Create(Resources.Nodes.Path(), node);
        var custom = Reference(owner, uid: "00000000-0000-4000-8000-000000000001");
        custom["apiVersion"] = "example.com/v1";
        custom["kind"] = "Widget";
        await Own(cluster, "of-custom", custom);
        await cluster.Settle();
        Assert.Equal("n1", await cluster.Names(Resources.Nodes));
        Assert.Equal("of-custom owner", await cluster.Names(Resources.ConfigMaps));
    }

    [Fact]
    public async Task Owners_that_wait_for_each_other_are_let_go()
    {
        await using var cluster = await ControllerHarness.Start("garbage-collector");
        var first = await cluster.Server.CreateConfigMap("first");
        await Own(cluster, "second", Reference(first, blocks: true));
        var second = await cluster.Get(Resources.ConfigMaps, "second");
        await cluster.Change(Resources.ConfigMaps, "first", new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(Reference(second, blocks: true)) } }.ToJsonString());
        await cluster.Settle();
        await Delete(cluster, Resources.ConfigMaps, "first", "Foreground");
        await cluster.Settle();
        Assert.Equal("", await cluster.Names(Resources.ConfigMaps));
    }

    private static Task Own(ControllerHarness cluster, string name, params JsonNode[] owners)
    {
        var document = TestServer.Document("v1", "ConfigMap", name);
        document.Metadata()["ownerReferences"] = new JsonArray([.. owners]);
        return cluster.Server.Create(Resources.ConfigMaps.Path("default"), document);
    }

    private static JsonObject Reference(JsonObject owner, string? uid = null, bool blocks = false) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.ObjectName(),
        ["uid"] = uid ?? owner.Uid(),
        ["blockOwnerDeletion"] = blocks,
    };

    private static Task Delete(ControllerHarness cluster, ApiResource resource, string name, string propagation) =>
        cluster.Server.Delete(resource.Path("default", name), new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = propagation });
}
