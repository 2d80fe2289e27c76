using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.TaintToleration.TaintToleration;

namespace Scheduler.Tests.Plugins.TaintToleration;

public class TaintTolerationHintsTests
{
    private static readonly Toleration ToleratesGpu = new("gpu", "Exists", "", "");

    [Theory]
    [InlineData(null, "", true)]
    [InlineData(null, "gpu", true)]
    [InlineData(null, "db", false)]
    [InlineData("db", "gpu", true)]
    [InlineData("gpu db", "gpu", true)]
    [InlineData("gpu", "", false)]
    [InlineData("", "gpu", false)]
    [InlineData("db", "db gpu", false)]
    public void A_node_helps_when_the_last_taint_that_is_not_tolerated_goes(string? before, string now, bool queues)
    {
        Cluster cluster = new();
        Node node = Given.Node("n").WithTaints(Taints(now));
        ClusterEvent happened = before is null
            ? Hinting.Added(node)
            : Hinting.Updated(node.WithTaints(Taints(before)), node, EventAction.UpdateNodeTaint);
        Plugin plugin = new(Given.Context(cluster));
        Assert.Equal(queues, plugin.Queues(cluster.Prepare(Given.Pod("p").Tolerating(ToleratesGpu)), happened));
    }

    [Theory]
    [InlineData("p", true)]
    [InlineData("other", false)]
    public void New_tolerations_help_the_pod_that_got_them(string subject, bool queues)
    {
        Cluster cluster = new();
        PodInfo before = cluster.Prepare(Given.Pod(subject));
        PodInfo now = cluster.Prepare(Given.Pod(subject).Tolerating(ToleratesGpu));
        Plugin plugin = new(Given.Context(cluster));
        Assert.Equal(queues, plugin.Queues(cluster.Prepare(Given.Pod("p")), Hinting.Updated(before, now, EventAction.UpdatePodTolerations)));
    }

    private static Taint[] Taints(string keys) =>
        [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => new Taint(key, "", "NoSchedule"))];
}
