using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodeDeclaredFeatures.NodeDeclaredFeatures;

namespace Scheduler.Tests.Plugins.NodeDeclaredFeatures;

public class NodeDeclaredFeaturesTests
{
    private static readonly Container Restarting = new() { Name = "c", RestartPolicyRuleActions = ["RestartAllContainers"] };

    private readonly Cluster cluster = Given.Cluster(
    [
        Given.Node("none"),
        Given.Node("restart") with { DeclaredFeatures = ["RestartAllContainersOnContainerExits", "Unknown"] },
        Given.Node("both") with { DeclaredFeatures = ["RestartAllContainersOnContainerExits", "UserNamespacesHostNetworkSupport"] },
    ]);

    [Fact]
    public void A_pod_that_needs_no_feature_is_skipped()
    {
        Assert.Null(Ask(new()));
        Assert.Null(Ask(new() { HostNetwork = true }));
        Assert.Null(Ask(new() { HostUsers = false }));
        Assert.Null(Ask(new() { HostNetwork = true, HostUsers = true }));
    }

    [Fact]
    public void A_restart_rule_for_all_containers_needs_a_node_that_knows_it()
    {
        Assert.Equal("UnschedulableAndUnresolvable: node(s) didn't match Pod's required features", Ask(new() { Containers = [Restarting] })!["none"]);
        Assert.Equal("fits", Ask(new() { InitContainers = [Restarting] })!["restart"]);
    }

    [Fact]
    public void All_needed_features_must_be_declared()
    {
        SortedDictionary<string, string> answers = Ask(new() { Containers = [Restarting], HostNetwork = true, HostUsers = false })!;
        Assert.Equal("fits", answers["both"]);
        Assert.NotEqual("fits", answers["restart"]);
    }

    [Fact]
    public void Behind_a_closed_gate_nothing_is_asked() => Assert.Null(Ask(new() { Containers = [Restarting] }, "NodeDeclaredFeatures=false"));

    private SortedDictionary<string, string>? Ask(PodSpec spec, string gates = "")
    {
        Plugin plugin = new(Given.Context(cluster, gates: gates));
        PodInfo pod = cluster.Prepare(Given.Pod("p") with { Spec = spec });
        Assert.Contains(plugin.PreFilter(pod).Status.Code, (IEnumerable<StatusCode>)[StatusCode.Skip, StatusCode.Success]);
        return Asking.Filter(plugin, cluster, pod);
    }
}
