using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.PodTopologySpread.PodTopologySpread;

namespace Scheduler.Tests.Plugins.PodTopologySpread;

public class PodTopologySpreadHintsTests
{
    private readonly Cluster cluster = new();

    [Theory]
    [InlineData("web", "default", "n", "", true)]
    [InlineData("web", "default", "", "n", true)]
    [InlineData("web", "default", "", "", false)]
    [InlineData("web", "elsewhere", "n", "", false)]
    [InlineData("db", "default", "n", "", false)]
    public void A_pod_that_comes_or_goes_helps_when_it_counts(string app, string nameSpace, string node, string nominated, bool queues)
    {
        PodInfo other = cluster.Prepare(Given.Pod("other", node).In(nameSpace).Nominated(nominated).WithLabels(("app", app)));
        Assert.Equal(queues, Queues(Hinting.Added(other)));
        if (node.Length + nominated.Length > 0) Assert.Equal(queues, Queues(Hinting.Deleted(other)));
    }

    [Fact]
    public void A_pod_that_was_only_assumed_or_promised_room_counts_when_it_goes()
    {
        PodInfo other = cluster.Prepare(Given.Pod("other").WithLabels(("app", "web")));
        Assert.True(Queues(Hinting.Deleted(other)));
        Assert.False(Queues(Hinting.Added(other)));
        cluster.Nominations.Set(other, "n");
        Assert.True(Queues(Hinting.Added(other)));
    }

    [Theory]
    [InlineData("other", "n", "web", "db", true)]
    [InlineData("other", "n", "db", "web", true)]
    [InlineData("other", "n", "db", "cache", false)]
    [InlineData("other", "n", "web", "web", false)]
    [InlineData("other", "", "web", "db", false)]
    [InlineData("p", "", "web", "db", true)]
    [InlineData("p", "", "db", "cache", false)]
    public void New_labels_help_when_they_change_whether_the_pod_counts(string subject, string node, string before, string now, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Updated(
            cluster.Prepare(Given.Pod(subject, node).WithLabels(("app", before))),
            cluster.Prepare(Given.Pod(subject, node).WithLabels(("app", now))),
            EventAction.UpdatePodLabel)));

    [Theory]
    [InlineData("p", "", "Honor", true)]
    [InlineData("p", "", "Ignore", false)]
    [InlineData("other", "n", "Honor", false)]
    public void New_tolerations_help_the_pod_itself_where_taints_decide_which_nodes_count(string subject, string node, string policy, bool queues)
    {
        Pod before = Given.Pod(subject, node).WithLabels(("app", "web"));
        Pod now = before.Tolerating(new Toleration("gpu", "Exists", "", ""));
        ClusterEvent happened = Hinting.Updated(cluster.Prepare(before), cluster.Prepare(now), EventAction.UpdatePodTolerations);
        Assert.Equal(queues, Queues(happened, Zonal() with { NodeTaintsPolicy = policy }));
    }

    [Fact]
    public void Keys_of_the_pods_own_labels_are_part_of_what_is_counted()
    {
        Pod pod = Given.Pod("p").WithLabels(("app", "web"), ("version", "2"));
        PodInfo waiting = cluster.Prepare(pod with { Spec = pod.Spec with { TopologySpreadConstraints = [Zonal() with { MatchLabelKeys = ["version"] }] } });
        Plugin plugin = new(Given.Context(cluster));
        Assert.True(plugin.Queues(waiting, Hinting.Deleted(cluster.Prepare(Given.Pod("new", "n").WithLabels(("app", "web"), ("version", "2"))))));
        Assert.False(plugin.Queues(waiting, Hinting.Deleted(cluster.Prepare(Given.Pod("old", "n").WithLabels(("app", "web"), ("version", "1"))))));
    }

    [Theory]
    [InlineData("zone=a rack=1", true)]
    [InlineData("zone=a", false)]
    [InlineData("", false)]
    public void A_node_that_comes_or_goes_helps_when_it_carries_all_keys(string labels, bool queues)
    {
        Assert.Equal(queues, Queues(Hinting.Added(NodeOf(labels)), Zonal(), Racked()));
        Assert.Equal(queues, Queues(Hinting.Deleted(NodeOf(labels)), Zonal(), Racked()));
    }

    [Theory]
    [InlineData("zone=a", "zone=a rack=1", true)]
    [InlineData("zone=a rack=1", "zone=a", true)]
    [InlineData("zone=a rack=1", "zone=b rack=1", true)]
    [InlineData("zone=a rack=1", "zone=a rack=1 tier=x", false)]
    [InlineData("zone=a", "zone=b", false)]
    public void New_labels_of_a_node_help_when_it_enters_or_leaves_a_domain(string before, string now, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Updated(NodeOf(before), NodeOf(now), EventAction.UpdateNodeLabel), Zonal(), Racked()));

    [Theory]
    [InlineData("zone=a", "gpu", true)]
    [InlineData("zone=a", "", false)]
    [InlineData("rack=1", "gpu", false)]
    public void New_taints_of_a_node_help_when_it_carries_all_keys(string labels, string taint, bool queues)
    {
        Node now = NodeOf(labels);
        if (taint.Length > 0) now = now.WithTaints(new Taint(taint, "", "NoSchedule"));
        Assert.Equal(queues, Queues(Hinting.Updated(NodeOf(labels), now, EventAction.UpdateNodeTaint)));
    }

    private bool Queues(ClusterEvent happened, params TopologySpreadConstraint[] constraints)
    {
        Pod pod = Given.Pod("p").WithLabels(("app", "web"));
        PodSpec spec = pod.Spec with { TopologySpreadConstraints = constraints.Length == 0 ? [Zonal()] : constraints };
        return new Plugin(Given.Context(cluster)).Queues(cluster.Prepare(pod with { Spec = spec }), happened);
    }

    private static TopologySpreadConstraint Zonal() => new()
    {
        MaxSkew = 1,
        TopologyKey = "zone",
        WhenUnsatisfiable = "DoNotSchedule",
        LabelSelector = new() { MatchLabels = StringMap.Of(("app", "web")) },
    };

    private static TopologySpreadConstraint Racked() => Zonal() with { TopologyKey = "rack" };

    private static Node NodeOf(string labels) =>
        Hinting.NodeWith("n", [.. labels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]);
}
