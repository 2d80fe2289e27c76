using Scheduler.Core.Configuration;
using Scheduler.Host.NodeAgent;
using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Tests.Host.NodeAgent.Templates;

public class NodeTemplateFileTests
{
    [Fact]
    public void An_object_without_fields_is_the_usual()
    {
        SimulatedNodesOptions options = NodeTemplateFile.ReadText("{}", "t.yaml") with { Count = 4 };
        Assert.Equal("node-00003", options.Pools.Single().NameOf(3));
        Assert.Equal(4, options.Total);
    }

    [Fact]
    public void Plans_for_pods_are_read()
    {
        SimulatedNodesOptions options = NodeTemplateFile.ReadText("""
            seed: 9
            leaseInterval: 20s
            pods:
            - match: {ownerKind: Job, namespace: batch, labels: {app: x}}
              create: 1s..5s
              complete: 90s
              exitCode: 2
              failure: {container: c, after: 30s, exitCode: 137, reason: OOMKilled}
            """, "t.yaml");
        PodRule rule = options.Pods.Single();
        Assert.Equal("1s..5s", rule.Plan.Create.ToString());
        Assert.Equal("1m30s", rule.Plan.Complete.ToString());
        Assert.Equal(new ContainerFailure("c", Delay.Seconds(30), 137, "OOMKilled"), rule.Plan.Failure);
        Assert.Equal(("Job", "batch", "x", 2), (rule.OwnerKind, rule.Namespace, rule.Labels["app"], rule.Plan.ExitCode));
    }

    [Theory]
    [InlineData("pools: [{nme: x}]", "t.yaml: pools[0].nme: unknown field")]
    [InlineData("pools: [{count: -1}]", "t.yaml: pools[0].count: -1: must not be negative")]
    [InlineData("pools: [{count: 70000}]", "t.yaml: pools: a list: more than 62500 nodes")]
    [InlineData("pools: [{name: Big}]", "t.yaml: pools[0].name: \"Big\": must be lower case letters, digits and -, at most 57")]
    [InlineData("pools: [{}, {}]", "t.yaml: pools: a list: two pools are named node")]
    [InlineData("pools: [{capacity: {cpu: lots}}]", "t.yaml: pools[0].capacity: an object: cpu: \"lots\" is no amount")]
    [InlineData("pools: [{taints: [{key: a, effect: Never}]}]", "t.yaml: pools[0].taints[0].effect: \"Never\": must be NoSchedule, PreferNoSchedule or NoExecute")]
    [InlineData("pods: [{create: 5s..1s}]", "t.yaml: pods[0].create: \"5s..1s\": must be a duration such as 5s, or a range such as 1s..5s")]
    [InlineData("pods: [{exitCode: 256}]", "t.yaml: pods[0].exitCode: 256: must be 0 to 255")]
    [InlineData("pools: 3", "t.yaml: pools: 3: must be a list")]
    [InlineData("", "t.yaml: the file is empty")]
    public void What_is_wrong_is_one_line_with_file_and_field(string text, string message)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => NodeTemplateFile.ReadText(text, "t.yaml"));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => NodeTemplateFile.Read("/no/such/nodes.yaml"));
        Assert.Equal("/no/such/nodes.yaml: no such file", error.Message);
    }
}
