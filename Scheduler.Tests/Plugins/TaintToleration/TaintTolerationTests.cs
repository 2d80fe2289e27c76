using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.TaintToleration.TaintToleration;

namespace Scheduler.Tests.Plugins.TaintToleration;

public class TaintTolerationTests
{
    private readonly Cluster cluster = Given.Cluster(
    [
        Given.Node("plain"),
        Given.Node("hard") with { Taints = [new("gpu", "", "NoSchedule")] },
        Given.Node("soft") with { Taints = [new("old", "", "PreferNoSchedule"), new("old", "", "PreferNoSchedule"), new("slow", "", "PreferNoSchedule")] },
        Given.Node("level") with { Taints = [new("level", "5", "NoExecute")] },
    ]);

    [Fact]
    public void An_untolerated_hard_taint_keeps_the_pod_away()
    {
        SortedDictionary<string, string> answers = Asking.Filter(new Plugin(Given.Context(cluster)), cluster, Pod())!;
        Assert.Equal("UnschedulableAndUnresolvable: node(s) had untolerated taint(s)", answers["hard"]);
        Assert.Equal(["fits", "fits"], [answers["plain"], answers["soft"]]);
    }

    [Fact]
    public void A_tolerated_one_does_not() =>
        Assert.Equal("fits", Asking.Filter(new Plugin(Given.Context(cluster)), cluster, Pod(new Toleration("gpu", "Exists", "", "")))!["hard"]);

    [Theory]
    [InlineData("", false)]
    [InlineData("TaintTolerationComparisonOperators=true", true)]
    public void Comparison_operators_count_behind_their_gate(string gates, bool fits)
    {
        Plugin plugin = new(Given.Context(cluster, gates: gates));
        Assert.Equal(fits, Asking.Filter(plugin, cluster, Pod(new Toleration("level", "Gt", "4", "")))!["level"] == "fits");
    }

    [Fact]
    public void The_score_counts_soft_taints_that_are_not_tolerated_as_soft_ones()
    {
        Plugin plugin = new(Given.Context(cluster));
        Assert.Equal(3, Asking.Score(plugin, cluster, Pod(new Toleration("old", "Exists", "", "NoSchedule")))!["soft"]);
        Assert.Equal(1, Asking.Score(plugin, cluster, Pod(new Toleration("old", "Exists", "", "PreferNoSchedule")))!["soft"]);
        Assert.Equal(0, Asking.Score(plugin, cluster, Pod(new Toleration("", "Exists", "", "")))!["soft"]);
    }

    [Fact]
    public void A_taint_list_that_appears_later_is_counted_too()
    {
        Plugin plugin = new(Given.Context(cluster));
        Assert.Equal(0, Asking.Score(plugin, cluster, Pod())!["plain"]);
        cluster.UpdateNode(Given.Node("plain") with { Taints = [new("new", "", "PreferNoSchedule")] });
        Assert.Equal(1, Asking.Score(plugin, cluster, Pod())!["plain"]);
    }

    [Theory]
    [InlineData(0, 4, 100)]
    [InlineData(1, 4, 75)]
    [InlineData(1, 3, 67)]
    [InlineData(4, 4, 0)]
    [InlineData(0, 0, 100)]
    public void Fewer_soft_taints_are_better(long raw, long max, long expected) =>
        Assert.Equal(expected, new Plugin(Given.Context(cluster)).Normalize(raw, 0, max));

    private PodInfo Pod(params Toleration[] tolerations)
    {
        Pod pod = Given.Pod("p");
        return cluster.Prepare(pod with { Spec = pod.Spec with { Tolerations = tolerations } });
    }
}
