using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodeUnschedulable.NodeUnschedulable;

namespace Scheduler.Tests.Plugins.NodeUnschedulable;

public class NodeUnschedulableHintsTests
{
    [Theory]
    [InlineData(null, false, true)]
    [InlineData(null, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    public void A_node_helps_when_it_comes_open_or_is_uncordoned(bool? before, bool now, bool queues)
    {
        Node node = Given.Node("n") with { Unschedulable = now };
        ClusterEvent happened = before is null
            ? Hinting.Added(node)
            : Hinting.Updated(node with { Unschedulable = before.Value }, node, EventAction.UpdateNodeTaint);
        Assert.Equal(queues, new Plugin().Queues(new Cluster().Prepare(Given.Pod("p")), happened));
    }

    [Theory]
    [InlineData("p", "node.kubernetes.io/unschedulable", true)]
    [InlineData("p", "something-else", false)]
    [InlineData("other", "node.kubernetes.io/unschedulable", false)]
    public void New_tolerations_help_when_they_are_the_pods_own_and_cover_the_cordon(string subject, string key, bool queues)
    {
        Cluster cluster = new();
        PodInfo before = cluster.Prepare(Given.Pod(subject));
        PodInfo now = cluster.Prepare(Given.Pod(subject).Tolerating(new Toleration(key, "Exists", "", "")));
        Assert.Equal(queues, new Plugin().Queues(cluster.Prepare(Given.Pod("p")), Hinting.Updated(before, now, EventAction.UpdatePodTolerations)));
    }
}
