using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodePorts.NodePorts;

namespace Scheduler.Tests.Plugins.NodePorts;

public class NodePortsTests
{
    [Theory]
    [InlineData("", "", 80, false)]
    [InlineData("10.0.0.1", "TCP", 80, false)]
    [InlineData("10.0.0.2", "TCP", 80, true)]
    [InlineData("0.0.0.0", "TCP", 80, false)]
    [InlineData("10.0.0.1", "UDP", 80, true)]
    [InlineData("10.0.0.1", "TCP", 81, true)]
    public void A_port_conflicts_by_protocol_number_and_address(string address, string protocol, int port, bool fits)
    {
        Cluster cluster = Given.Cluster([Given.Node("n"), Given.Node("free")], WithPorts("taken", "n", new ContainerPort(80, 80, "TCP", "10.0.0.1", "")));
        SortedDictionary<string, string> answers = Ask(cluster, new ContainerPort(port, 80, protocol, address, ""));
        Assert.Equal(fits ? "fits" : "Unschedulable: node(s) didn't have free ports for the requested pod ports", answers["n"]);
        Assert.Equal("fits", answers["free"]);
    }

    [Fact]
    public void A_port_is_free_again_when_the_last_pod_with_it_has_gone()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")], WithPorts("a", "n", new ContainerPort(80, 80, "", "", "")), WithPorts("b", "n", new ContainerPort(80, 80, "", "", "")));
        cluster.RemovePod("default/a");
        Assert.NotEqual("fits", Ask(cluster, new ContainerPort(80, 80, "", "", ""))["n"]);
        cluster.RemovePod("default/b");
        Assert.Equal("fits", Ask(cluster, new ContainerPort(80, 80, "", "", ""))["n"]);
    }

    [Fact]
    public void A_pod_without_host_ports_is_skipped_and_its_own_ports_do_not_conflict()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")]);
        ContainerPort port = new(80, 80, "", "", "");
        Assert.Equal(StatusCode.Skip, new Plugin().PreFilter(cluster.Prepare(WithPorts("p", null, new ContainerPort(0, 80, "", "", "")))).Status.Code);
        Assert.Equal("fits", Ask(cluster, port, port)["n"]);
    }

    private static SortedDictionary<string, string> Ask(Cluster cluster, params ContainerPort[] ports) =>
        Asking.Filter(new Plugin(), cluster, cluster.Prepare(WithPorts("p", null, ports)))!;

    private static Pod WithPorts(string name, string? node, params ContainerPort[] ports)
    {
        Pod pod = Given.Pod(name, node);
        return pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Ports = ports }] } };
    }
}
