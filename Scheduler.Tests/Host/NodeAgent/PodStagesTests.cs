using System.Text.Json.Nodes;
using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Tests.Host.NodeAgent;

/// <summary>What becomes of pods on simulated nodes, as kubectl prints it.</summary>
public class PodStagesTests
{
    private const string Slow = "annotations: {pod-create.stage.kwok.x-k8s.io/delay: 2s, pod-init-container-completed.stage.kwok.x-k8s.io/delay: 3s, pod-ready.stage.kwok.x-k8s.io/delay: 4s}";

    [Fact]
    public async Task Without_delays_a_pod_is_ready_at_once()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p");
        Assert.Equal("1/1 Running 0", await nodes.Line("p"));
        JsonObject pod = await nodes.Pod("p");
        Assert.Equal("172.16.0.1", pod["status"]!["hostIP"]!.ToString());
        Assert.StartsWith("10.64.", pod["status"]!["podIP"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("BestEffort", pod["status"]!["qosClass"]!.ToString());
        Assert.Equal("1", pod["status"]!["observedGeneration"]!.ToString());
    }

    [Fact]
    public async Task Init_containers_run_one_after_the_other_and_sidecars_stay()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", "initContainers: [{name: a, image: i}, {name: s, image: i, restartPolicy: Always}, {name: b, image: i}]", Slow);
        Assert.Equal("0/2 Init:0/3 0", await nodes.Line("p"));
        await nodes.Pass(2);
        Assert.Equal("0/2 Init:0/3 0", await nodes.Line("p"));
        await nodes.Pass(3);
        Assert.Equal("1/2 Init:2/3 0", await nodes.Line("p"));
        await nodes.Pass(3);
        Assert.Equal("1/2 Running 0", await nodes.Line("p"));
        await nodes.Pass(4);
        Assert.Equal("2/2 Running 0", await nodes.Line("p"));
    }

    [Fact]
    public async Task A_pod_of_a_job_ends_and_its_sidecar_with_it()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        const string owner = "ownerReferences: [{apiVersion: batch/v1, kind: Job, name: j, uid: u, controller: true}]";
        await nodes.Bind("p", "initContainers: [{name: s, image: i, restartPolicy: Always}], restartPolicy: OnFailure", owner);
        Assert.Equal("2/2 Running 0", await nodes.Line("p"));
        await nodes.Pass(1);
        Assert.Equal("0/2 Completed 0", await nodes.Line("p"));
        Assert.Equal("Succeeded", (await nodes.Pod("p"))["status"]!["phase"]!.ToString());
    }

    [Theory]
    [InlineData("Never", "0/1 Error 0")]
    [InlineData("OnFailure", "1/1 Running 1")]
    public async Task Where_containers_fail_the_restart_policy_decides(string policy, string line)
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", $"restartPolicy: {policy}", "annotations: {pod-complete.stage.kwok.x-k8s.io/delay: 5s, pod-complete.stage.kwok.x-k8s.io/exit-code: '3'}");
        await nodes.Pass(5);
        Assert.Equal("0/1 Error 0", await nodes.Line("p"));
        await nodes.Pass(1);
        Assert.Equal(line, await nodes.Line("p"));
    }

    [Fact]
    public async Task A_container_that_fails_again_and_again_backs_off_for_longer_and_longer()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", "", "labels: {pod-container-running-failed.stage.kwok.x-k8s.io: 'true'}, annotations: {pod-container-running-failed.stage.kwok.x-k8s.io/exit-code: '137', pod-container-running-failed.stage.kwok.x-k8s.io/reason: OOMKilled}");
        await nodes.Pass(1);
        Assert.Equal("0/1 OOMKilled 0", await nodes.Line("p"));
        await nodes.Pass(2);
        Assert.Equal("0/1 CrashLoopBackOff 1", await nodes.Line("p"));
        await nodes.Pass(9);
        Assert.Equal("0/1 CrashLoopBackOff 1", await nodes.Line("p"));
        await nodes.Pass(1);
        Assert.Equal("1/1 Running 2", await nodes.Line("p"));
        await nodes.Pass(20);
        Assert.Equal("0/1 CrashLoopBackOff 2", await nodes.Line("p"));
        await nodes.Pass(1);
        Assert.Equal("1/1 Running 3", await nodes.Line("p"));
        JsonNode last = (await nodes.Pod("p"))["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!;
        Assert.Equal("137 OOMKilled", $"{last["exitCode"]} {last["reason"]}");
    }

    [Fact]
    public async Task A_failing_init_container_holds_the_pod_or_fails_it()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        const string fails = "labels: {pod-init-container-running-failed.stage.kwok.x-k8s.io: 'true'}";
        await nodes.Bind("p", "initContainers: [{name: a, image: i}]", fails);
        await nodes.Bind("q", "initContainers: [{name: a, image: i}], restartPolicy: Never", fails);
        await nodes.Pass(1);
        Assert.Equal("0/1 Init:Error 0", await nodes.Line("p"));
        await nodes.Pass(2);
        Assert.Equal("0/1 Init:CrashLoopBackOff 1", await nodes.Line("p"));
        Assert.Equal("0/1 Init:Error 0", await nodes.Line("q"));
        Assert.Equal("Failed", (await nodes.Pod("q"))["status"]!["phase"]!.ToString());
    }

    [Fact]
    public async Task The_deadline_of_a_pod_ends_it()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", "activeDeadlineSeconds: 7");
        await nodes.Pass(6.5);
        Assert.Equal("1/1 Running 0", await nodes.Line("p"));
        await nodes.Pass(0.5);
        Assert.Equal("Failed DeadlineExceeded", $"{(await nodes.Pod("p"))["status"]!["phase"]} {(await nodes.Pod("p"))["status"]!["reason"]}");
    }

    [Fact]
    public async Task A_deleted_pod_stays_visible_for_its_stop_time_and_at_most_its_grace_period()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        const string stubborn = "annotations: {pod-delete.stage.kwok.x-k8s.io/delay: 10m}";
        await nodes.Bind("quick");
        await nodes.Bind("hooked", "containers: [{name: c, image: i, lifecycle: {preStop: {sleep: {seconds: 4}}}}]");
        await nodes.Bind("stubborn", "terminationGracePeriodSeconds: 20", stubborn);
        await nodes.Bind("forced", "", stubborn);
        foreach (string name in (string[])["quick", "hooked", "stubborn", "forced"]) await nodes.Delete(name);
        Assert.Equal("1/1 Terminating 0", await nodes.Line("quick"));
        await nodes.Pass(1);
        Assert.Equal("gone", await nodes.Line("quick"));
        await nodes.Delete("forced", graceSeconds: 2);
        await nodes.Pass(3.5);
        Assert.Equal("gone", await nodes.Line("forced"));
        Assert.Equal("1/1 Terminating 0", await nodes.Line("hooked"));
        await nodes.Pass(0.5);
        Assert.Equal("gone", await nodes.Line("hooked"));
        await nodes.Pass(14.5);
        Assert.Equal("1/1 Terminating 0", await nodes.Line("stubborn"));
        await nodes.Pass(0.5);
        Assert.Equal("gone", await nodes.Line("stubborn"));
    }

    [Fact]
    public async Task A_finalizer_keeps_a_deleted_pod_and_shows_how_it_ended()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", "", "finalizers: [example.com/hold]");
        await nodes.Delete("p");
        await nodes.Pass(1);
        JsonObject pod = await nodes.Pod("p");
        Assert.Equal("Failed 0", $"{pod["status"]!["phase"]} {pod["metadata"]!["deletionGracePeriodSeconds"]}");
        await nodes.Patch("/api/v1/namespaces/default/pods/p", """{"metadata": {"finalizers": null}}""");
        Assert.Equal("gone", await nodes.Line("p"));
    }

    [Fact]
    public async Task Readiness_gates_open_and_close_a_pod()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", "readinessGates: [{conditionType: example.com/warm}]");
        Assert.Equal("False ReadinessGatesNotReady", await Ready());
        await nodes.Patch("/api/v1/namespaces/default/pods/p/status", """{"status": {"conditions": [{"type": "example.com/warm", "status": "True"}]}}""");
        Assert.Equal("True ", await Ready());
        await nodes.Patch("/api/v1/namespaces/default/pods/p/status", """{"status": {"conditions": [{"type": "example.com/warm", "status": "False"}]}}""");
        Assert.Equal("False ReadinessGatesNotReady", await Ready());

        async Task<string> Ready()
        {
            JsonNode condition = (await nodes.Pod("p"))["status"]!["conditions"]!.AsArray().Single(one => one!["type"]!.ToString() == "Ready")!;
            return $"{condition["status"]} {condition["reason"]}";
        }
    }

    [Fact]
    public async Task People_are_told_what_happens_to_containers()
    {
        await using NodesHarness nodes = await NodesHarness.Start();
        await nodes.Bind("p", "", "labels: {pod-container-running-failed.stage.kwok.x-k8s.io: 'true'}");
        Assert.Equal(["p Normal Pulled Container image \"i\" already present on machine", "p Normal Created Created container: c", "p Normal Started Started container c"], nodes.Told);
        await nodes.Pass(3);
        string uid = (await nodes.Pod("p"))["metadata"]!["uid"]!.ToString();
        Assert.Equal($"p Warning BackOff Back-off restarting failed container c in pod p_default({uid})", nodes.Told[^1]);
        await nodes.Pass(10);
        nodes.Told.Clear();
        await nodes.Delete("p");
        await nodes.Bind("q", "nodeSelector: {a: b}");
        Assert.Equal(["p Normal Killing Stopping container c", "q Warning NodeAffinity Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"], nodes.Told);
    }

    [Fact]
    public void Delays_with_a_range_depend_on_the_seed_and_the_name_alone()
    {
        Delay delay = Delay.Seconds(1, 5);
        Assert.Equal(delay.For(7, "default/p/ready"), delay.For(7, "default/p/ready"));
        TimeSpan[] many = [.. Enumerable.Range(0, 1000).Select(index => delay.For(7, $"default/p{index}/ready"))];
        Assert.True(many.Min() >= TimeSpan.FromSeconds(1) && many.Max() <= TimeSpan.FromSeconds(5));
        Assert.True(many.Distinct().Count() > 990);
        Assert.NotEqual(delay.For(8, "default/p/ready"), delay.For(7, "default/p/ready"));
    }
}
