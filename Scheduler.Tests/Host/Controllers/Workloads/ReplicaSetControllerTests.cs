using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers.Workloads;

public sealed class ReplicaSetControllerTests
{
    [Fact]
    public async Task It_makes_as_many_pods_as_are_asked_for_and_counts_them()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.CreateSet("web", 3);
        await cluster.Settle();
        Assert.Equal("v1=3/3/0", await cluster.Sizes());
        await cluster.RunPods();
        await cluster.Settle();

        Assert.Equal("v1=3/3/3", await cluster.Sizes());
        var status = (await cluster.Get(Resources.ReplicaSets, "web"))["status"]!;
        var expected = JsonNode.Parse("""{"replicas":3,"fullyLabeledReplicas":3,"readyReplicas":3,"availableReplicas":3,"terminatingReplicas":0,"observedGeneration":1}""");
        Assert.True(JsonNode.DeepEquals(expected, status), status.ToJsonString());
        Assert.Equal(3, (await cluster.EventsOf("web")).Count(text => text.StartsWith("SuccessfulCreate: Created pod: web-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pod_that_ends_or_goes_is_replaced_while_it_is_still_there()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.CreateSet("web", 2);
        await cluster.Settle();
        await cluster.RunPods();
        var pods = await cluster.All(Resources.Pods);
        await cluster.Server.Delete(Resources.Pods.PathOf(pods[0]));
        await cluster.Server.Patch(Resources.Pods.PathOf(pods[1], "status"), JsonNode.Parse("""{"status":{"phase":"Failed"}}""")!);
        await cluster.Settle();

        Assert.Equal(4, (await cluster.All(Resources.Pods)).Count);
        Assert.Equal("v1=2/2/0", await cluster.Sizes());
        Assert.Equal(1, (int)(await cluster.Get(Resources.ReplicaSets, "web"))["status"]!["terminatingReplicas"]!);
    }

    [Fact]
    public async Task Pods_that_have_come_least_far_go_first()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.CreateSet("web", 4);
        await cluster.Settle();
        var pods = await cluster.All(Resources.Pods);
        await cluster.RunPod(pods[0]);
        await cluster.RunPod(pods[1], ready: false);
        await cluster.RunPod(pods[2]);
        await cluster.Change(Resources.Pods, pods[2].ObjectName(), """{"metadata":{"annotations":{"controller.kubernetes.io/pod-deletion-cost":"-5"}}}""");

        foreach (var (replicas, gone) in ((int, int)[])[(3, 3), (2, 1), (1, 2)])
        {
            await cluster.Change(Resources.ReplicaSets, "web", $$$"""{"spec":{"replicas":{{{replicas}}}}}""");
            await cluster.Settle();
            var left = (await cluster.All(Resources.Pods)).Where(pod => !pod.IsTerminating()).Select(pod => pod.ObjectName()).ToList();
            Assert.Equal(replicas, left.Count);
            Assert.DoesNotContain(pods[gone].ObjectName(), left);
        }
    }

    [Fact]
    public async Task It_adopts_pods_that_match_and_lets_go_of_those_that_no_longer_do()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.Server.CreatePod("stray", "app=web");
        await cluster.CreateSet("web", 2);
        await cluster.Settle();
        Assert.Equal(2, (await cluster.All(Resources.Pods)).Count);
        Assert.Equal("web", Owners.ControllerOf(await cluster.Get(Resources.Pods, "stray"))?.Text("name"));

        await cluster.Change(Resources.Pods, "stray", """{"metadata":{"labels":{"app":"debug"}}}""");
        await cluster.Settle();
        Assert.Null(Owners.ControllerOf(await cluster.Get(Resources.Pods, "stray")));
        Assert.Equal(3, (await cluster.All(Resources.Pods)).Count);

        await cluster.Change(Resources.Pods, "stray", """{"metadata":{"labels":{"app":"web"}}}""");
        await cluster.Settle();
        Assert.Equal(2, (await cluster.All(Resources.Pods)).Count);
    }

    [Fact]
    public async Task A_ready_pod_counts_as_available_after_minReadySeconds()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.CreateSet("web", 1, """{"minReadySeconds":30}""");
        await cluster.Settle();
        await cluster.RunPods();
        await cluster.Pass(29);
        Assert.Equal("v1=1/1/0", await cluster.Sizes());
        await cluster.Pass(1);
        Assert.Equal("v1=1/1/1", await cluster.Sizes());
    }

    [Fact]
    public async Task What_cannot_be_made_is_said_once_and_tried_again_with_growing_pauses()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.CreateSet("web", 100, """{"template":{"metadata":{"labels":{"app":"web"}},"spec":{"priorityClassName":"none-such","containers":[{"name":"c","image":"v1"}]}}}""");
        await cluster.Settle();
        Assert.Empty(await cluster.All(Resources.Pods));
        var condition = (await cluster.Get(Resources.ReplicaSets, "web"))["status"]!["conditions"]![0]!;
        Assert.Equal("ReplicaFailure FailedCreate", $"{condition["type"]} {condition["reason"]}");
        Assert.Contains("none-such", (string?)condition["message"], StringComparison.Ordinal);
        Assert.Contains(await cluster.EventsOf("web"), text => text.StartsWith("FailedCreate: Error creating: ", StringComparison.Ordinal));

        var priority = TestServer.Document("scheduling.k8s.io/v1", "PriorityClass", "none-such");
        priority["value"] = 1;
        await cluster.Server.Create("/apis/scheduling.k8s.io/v1/priorityclasses", priority);
        await cluster.Pass(1);
        Assert.Equal("v1=100/100/0", await cluster.Sizes());
        Assert.Null((await cluster.Get(Resources.ReplicaSets, "web"))["status"]!["conditions"]);
    }

    [Fact]
    public async Task A_set_that_is_being_deleted_makes_and_adopts_nothing()
    {
        await using var cluster = await ControllerHarness.Start("replicaset");
        await cluster.CreateSet("web", 0, null);
        await cluster.Change(Resources.ReplicaSets, "web", """{"metadata":{"finalizers":["example.com/wait"]}}""");
        await cluster.Settle();
        await cluster.Server.Delete(Resources.ReplicaSets.Path("default", "web"));
        await cluster.Change(Resources.ReplicaSets, "web", """{"spec":{"replicas":3}}""");
        await cluster.Server.CreatePod("stray", "app=web");
        await cluster.Settle();
        Assert.Equal("stray", await cluster.Names(Resources.Pods));
        Assert.Null(Owners.ControllerOf(await cluster.Get(Resources.Pods, "stray")));
    }
}
