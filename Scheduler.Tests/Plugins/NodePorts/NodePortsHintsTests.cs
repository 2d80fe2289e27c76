using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodePorts.NodePorts;

namespace Scheduler.Tests.Plugins.NodePorts;

public class NodePortsHintsTests
{
    [Theory]
    [InlineData(80, "n", true)]
    [InlineData(80, "", true)]
    [InlineData(81, "n", false)]
    [InlineData(0, "n", false)]
    public void A_pod_that_goes_helps_when_it_held_the_port(int port, string node, bool queues)
    {
        Cluster cluster = new();
        PodInfo gone = cluster.Prepare(WithPort("gone", node, port));
        Assert.Equal(queues, new Plugin().Queues(cluster.Prepare(WithPort("p", "", 80)), Hinting.Deleted(gone)));
    }

    [Fact]
    public void A_new_node_helps()
    {
        Cluster cluster = new();
        Assert.True(new Plugin().Queues(cluster.Prepare(WithPort("p", "", 80)), Hinting.Added(Given.Node("n"))));
    }

    private static Pod WithPort(string name, string node, int port)
    {
        Pod pod = Given.Pod(name, node);
        return pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Ports = [new(port, 80, "TCP", "", "")] }] } };
    }
}
