using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;

namespace Scheduler.Tests.Host.Controllers.Workloads;

public sealed class DeploymentControllerTests
{
    private const string Revision = "deployment.kubernetes.io/revision";

    [Fact]
    public async Task A_new_deployment_gets_a_set_and_says_how_far_it_is()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 3);
        await cluster.Settle();
        Assert.Equal("v1=3/3/0", await cluster.Sizes());
        Assert.Equal("False MinimumReplicasUnavailable", await cluster.Condition("web", "Available"));
        Assert.Equal("True ReplicaSetUpdated", await cluster.Condition("web", "Progressing"));
        await cluster.Converge();

        Assert.Equal("True MinimumReplicasAvailable", await cluster.Condition("web", "Available"));
        Assert.Equal("True NewReplicaSetAvailable", await cluster.Condition("web", "Progressing"));
        var deployment = await cluster.Get(Resources.Deployments, "web");
        Assert.Equal("1", deployment.Annotation(Revision));
        Assert.Equal("3/3/3/3", string.Join('/', ((string[])["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"]).Select(field => deployment["status"]![field])));
        Assert.Equal($"ScalingReplicaSet: Scaled up replica set {await cluster.Names(Resources.ReplicaSets)} from 0 to 3", Assert.Single(await cluster.EventsOf("web")));
    }

    [Fact]
    public async Task A_new_template_rolls_out_within_surge_and_unavailability()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 4, """{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}}""");
        await cluster.Converge();
        await cluster.SetImage("web", "v2");
        await cluster.Settle();
        Assert.Equal("v1=3/3/3 v2=2/2/0", await cluster.Sizes());

        for (var rounds = 0; await cluster.Sizes() != "v1=0/0/0 v2=4/4/4"; rounds++)
        {
            Assert.InRange(rounds, 0, 20);
            await cluster.RunPods();
            await cluster.Settle();
            var pods = (await cluster.All(Resources.Pods)).Where(Pods.IsActive).ToList();
            Assert.InRange(pods.Count, 3, 5);
            Assert.InRange(pods.Count(Pods.IsReady), 3, 5);
        }
        Assert.Equal("2", (await cluster.Get(Resources.Deployments, "web")).Annotation(Revision));
    }

    [Fact]
    public async Task Recreate_waits_until_the_old_pods_are_gone()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 2, """{"strategy":{"type":"Recreate"}}""");
        await cluster.Converge();
        await cluster.SetImage("web", "v2");
        await cluster.Settle();
        Assert.Equal("v1=0/0/0", await cluster.Sizes());
        await cluster.RunPods();
        await cluster.Settle();
        Assert.Equal("v1=0/0/0 v2=2/2/0", await cluster.Sizes());
    }

    [Fact]
    public async Task Going_back_to_an_old_template_takes_its_set_up_again_under_a_new_revision()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 1);
        await cluster.Converge();
        await cluster.SetImage("web", "v2");
        await cluster.Converge();
        await cluster.SetImage("web", "v1");
        await cluster.Converge();

        Assert.Equal("v1=1/1/1 v2=0/0/0", await cluster.Sizes());
        var back = (await cluster.All(Resources.ReplicaSets)).Single(set => (long?)set["spec"]!["replicas"] == 1);
        Assert.Equal("3", back.Annotation(Revision));
        Assert.Equal("1", back.Annotation("deployment.kubernetes.io/revision-history"));
        Assert.Equal("3", (await cluster.Get(Resources.Deployments, "web")).Annotation(Revision));
    }

    [Fact]
    public async Task A_template_that_never_gets_ready_is_rolled_over_by_the_next_one()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 4, """{"strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}}""");
        await cluster.Converge();
        await cluster.SetImage("web", "broken");
        await cluster.Settle();
        Assert.Equal("broken=1/1/0 v1=4/4/4", await cluster.Sizes());
        await cluster.SetImage("web", "v3");
        await cluster.Settle();
        Assert.Equal("broken=0/0/0 v1=4/4/4 v3=1/1/0", await cluster.Sizes());
        await cluster.Converge();
        Assert.Equal("broken=0/0/0 v1=0/0/0 v3=4/4/4", await cluster.Sizes());
    }

    [Fact]
    public async Task Old_sets_beyond_the_history_limit_are_forgotten()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 1, """{"revisionHistoryLimit":1}""");
        await cluster.Converge();
        foreach (var image in (string[])["v2", "v3", "v4"])
        {
            await cluster.SetImage("web", image);
            await cluster.Converge();
        }
        Assert.Equal("v3=0/0/0 v4=1/1/1", await cluster.Sizes());
    }

    [Fact]
    public async Task Scaling_in_the_middle_of_a_rollout_keeps_the_proportions()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 10, """{"strategy":{"rollingUpdate":{"maxSurge":3,"maxUnavailable":2}}}""");
        await cluster.Converge();
        await cluster.SetImage("web", "v2");
        await cluster.Settle();
        Assert.Equal("v1=8/8/8 v2=5/5/0", await cluster.Sizes());
        await cluster.Scale("web", 15);
        await cluster.Settle();
        Assert.Equal("v1=11/11/8 v2=7/7/0", await cluster.Sizes());
    }

    [Fact]
    public async Task A_paused_deployment_scales_but_does_not_roll()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 2);
        await cluster.Converge();
        await cluster.Change(Resources.Deployments, "web", """{"spec":{"paused":true}}""");
        await cluster.SetImage("web", "v2");
        await cluster.Scale("web", 3);
        await cluster.Converge();
        Assert.Equal("v1=3/3/3", await cluster.Sizes());
        Assert.Equal("Unknown DeploymentPaused", await cluster.Condition("web", "Progressing"));

        await cluster.Change(Resources.Deployments, "web", """{"spec":{"paused":false}}""");
        await cluster.Converge();
        Assert.Equal("v1=0/0/0 v2=3/3/3", await cluster.Sizes());
        Assert.Equal("True NewReplicaSetAvailable", await cluster.Condition("web", "Progressing"));
    }

    [Fact]
    public async Task A_rollout_without_progress_is_said_to_have_failed_after_its_deadline()
    {
        await using var cluster = await Start();
        await cluster.CreateDeployment("web", 1, """{"progressDeadlineSeconds":60}""");
        await cluster.Settle();
        await cluster.Pass(60);
        Assert.Equal("True ReplicaSetUpdated", await cluster.Condition("web", "Progressing"));
        await cluster.Pass(2);
        Assert.Equal("False ProgressDeadlineExceeded", await cluster.Condition("web", "Progressing"));
        await cluster.Converge();
        Assert.Equal("True NewReplicaSetAvailable", await cluster.Condition("web", "Progressing"));
    }

    [Fact]
    public async Task A_set_of_the_wanted_name_that_is_another_one_makes_the_next_name()
    {
        await using var cluster = await Start();
        var deployment = await cluster.CreateDeployment("web", 1);
        await cluster.Settle();
        var name = await cluster.Names(Resources.ReplicaSets);
        await cluster.Server.Delete(Resources.Deployments.Path("default", "web"));
        await cluster.Change(Resources.ReplicaSets, name, """{"metadata":{"ownerReferences":null,"labels":{"app":"other"}}}""");
        deployment.Remove("status");
        deployment["metadata"] = JsonNode.Parse("""{"name":"web"}""");
        await cluster.Server.Create(Resources.Deployments.Path("default"), deployment);
        await cluster.Pass(5);

        Assert.Equal(2, (await cluster.All(Resources.ReplicaSets)).Count);
        Assert.Equal(1, (int)(await cluster.Get(Resources.Deployments, "web"))["status"]!["collisionCount"]!);
    }

    [Fact]
    public async Task Sets_that_match_are_adopted_and_carry_the_annotations_of_their_deployment()
    {
        await using var cluster = await Start();
        await cluster.CreateSet("stray", 0);
        await cluster.CreateDeployment("stray", 1);
        await cluster.Change(Resources.Deployments, "stray", """{"metadata":{"annotations":{"kubernetes.io/change-cause":"because"}}}""");
        await cluster.Converge();

        var set = Assert.Single(await cluster.All(Resources.ReplicaSets));
        Assert.Equal("Deployment", Owners.ControllerOf(set)?.Text("kind"));
        Assert.Equal("because", set.Annotation("kubernetes.io/change-cause"));
        Assert.Equal("v1=1/1/1", await cluster.Sizes());
    }

    private static Task<ControllerHarness> Start() => ControllerHarness.Start("deployment", "replicaset");
}
