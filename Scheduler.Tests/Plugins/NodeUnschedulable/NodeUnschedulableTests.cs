using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Plugins.NodeUnschedulable;

public class NodeUnschedulableTests
{
    private readonly Cluster cluster = Given.Cluster([Given.Node("open"), Given.Node("cordoned") with { Unschedulable = true }]);

    [Fact]
    public void A_cordoned_node_takes_no_pods() =>
        Assert.Equal("UnschedulableAndUnresolvable: node(s) were unschedulable", Ask()["cordoned"]);

    [Fact]
    public void Any_other_node_does() => Assert.Equal("fits", Ask()["open"]);

    [Theory]
    [InlineData("node.kubernetes.io/unschedulable", "Exists", "NoSchedule", true)]
    [InlineData("node.kubernetes.io/unschedulable", "Equal", "", true)]
    [InlineData("", "Exists", "", true)]
    [InlineData("node.kubernetes.io/unschedulable", "Exists", "NoExecute", false)]
    public void A_pod_that_tolerates_the_cordon_may_go_there(string key, string op, string effect, bool fits) =>
        Assert.Equal(fits, Ask(new Toleration(key, op, "", effect))["cordoned"] == "fits");

    private SortedDictionary<string, string> Ask(params Toleration[] tolerations)
    {
        Pod pod = Given.Pod("p");
        pod = pod with { Spec = pod.Spec with { Tolerations = tolerations } };
        return Asking.Filter(new Scheduler.Plugins.NodeUnschedulable.NodeUnschedulable(), cluster, cluster.Prepare(pod))!;
    }
}
