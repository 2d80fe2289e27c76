using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.NodeResourcesFit;
using Plugin = Scheduler.Plugins.NodeResourcesFit.NodeResourcesFit;

namespace Scheduler.Tests.Plugins.NodeResourcesFit;

public class NodeResourcesFitTests
{
    private const string Gpu = "example.com/gpu";

    [Fact]
    public void A_pod_fits_exactly_and_not_a_thousandth_more()
    {
        Cluster cluster = Given.Cluster([Given.Node("n", cpu: "2")], Given.Pod("a", "n", ("cpu", "500m")));
        Assert.Equal("fits", Filter(cluster, Pod(cluster, ("cpu", "1500m")))["n"]);
        Assert.Equal("Unschedulable: Insufficient cpu", Filter(cluster, Pod(cluster, ("cpu", "1501m")))["n"]);
    }

    [Fact]
    public void All_reasons_are_given_scalar_resources_by_name_last()
    {
        Cluster cluster = Given.Cluster(
            [Given.Node("n", cpu: "1", memory: "1Gi", pods: "1")], Given.Pod("a", "n", ("cpu", "1"), ("memory", "1Gi")));
        PodInfo pod = Pod(cluster, ("z.com/b", "1"), ("cpu", "1"), ("memory", "1Gi"), ("ephemeral-storage", "1"), ("a.com/b", "1"));
        Assert.Equal(
            "UnschedulableAndUnresolvable: Too many pods; Insufficient cpu; Insufficient memory; Insufficient ephemeral-storage; Insufficient a.com/b; Insufficient z.com/b",
            Filter(cluster, pod)["n"]);
    }

    [Fact]
    public void What_even_an_empty_node_could_not_hold_cannot_be_resolved()
    {
        Cluster cluster = Given.Cluster([Given.Node("n", cpu: "1"), Given.Node("m", cpu: "2")], Given.Pod("a", "m", ("cpu", "1")));
        SortedDictionary<string, string> answers = Filter(cluster, Pod(cluster, ("cpu", "1100m")));
        Assert.Equal("UnschedulableAndUnresolvable: Insufficient cpu", answers["n"]);
        Assert.Equal("Unschedulable: Insufficient cpu", answers["m"]);
    }

    [Fact]
    public void A_node_that_does_not_say_how_many_pods_it_takes_takes_none_and_that_can_be_resolved()
    {
        Cluster cluster = Given.Cluster([Given.Node("n") with { Allocatable = Given.Resources(("cpu", "1")) }]);
        Assert.Equal("Unschedulable: Too many pods", Filter(cluster, Pod(cluster))["n"]);
    }

    [Fact]
    public void Nothing_asked_of_a_resource_is_fine_on_an_overfull_node()
    {
        Cluster cluster = Given.Cluster([Given.Node("n", cpu: "1")], Given.Pod("a", "n", ("cpu", "3"), (Gpu, "1")));
        Assert.Equal("fits", Filter(cluster, Pod(cluster, ("cpu", "0"), (Gpu, "0"), ("memory", "1Gi")))["n"]);
    }

    [Theory]
    [InlineData(new[] { Gpu }, new string[0], true)]
    [InlineData(new string[0], new[] { "example.com" }, true)]
    [InlineData(new[] { "hugepages-2Mi" }, new[] { "other.com" }, false)]
    public void Ignored_extended_resources_are_not_looked_at(string[] resources, string[] groups, bool fits)
    {
        Cluster cluster = Given.Cluster([Given.Node("n")]);
        Plugin plugin = new(Given.Context(cluster, new NodeResourcesFitArgs { IgnoredResources = resources, IgnoredResourceGroups = groups }));
        PodInfo pod = Pod(cluster, (Gpu, "1"));
        Assert.Equal(fits ? "fits" : $"UnschedulableAndUnresolvable: Insufficient {Gpu}", Asking.Filter(plugin, cluster, pod)!["n"]);
    }

    [Fact]
    public void Only_extended_resources_can_be_ignored()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")]);
        Plugin plugin = new(Given.Context(cluster, new NodeResourcesFitArgs { IgnoredResources = ["hugepages-2Mi"] }));
        Assert.NotEqual("fits", Asking.Filter(plugin, cluster, Pod(cluster, ("hugepages-2Mi", "2Mi")))!["n"]);
    }

    [Theory]
    [InlineData("", Gpu, "fits")]
    [InlineData("", "deviceclass.resource.kubernetes.io/gpus", "fits")]
    [InlineData("", "example.com/other", "UnschedulableAndUnresolvable: Insufficient example.com/other")]
    [InlineData("DRAExtendedResource=false", Gpu, "UnschedulableAndUnresolvable: Insufficient example.com/gpu")]
    public void A_resource_that_a_device_class_stands_for_is_left_to_others_where_the_node_has_none(string gates, string resource, string expected)
    {
        Cluster cluster = Given.Cluster([Given.Node("n"), Given.Node("m") with { Allocatable = Given.Resources(("pods", "9"), (resource, "1")) }]);
        Plugin plugin = new(Given.Context(cluster, gates: gates));
        Assert.NotEqual("fits", Asking.Filter(plugin, cluster, Pod(cluster, (resource, "2")))!["n"]);
        cluster.DeviceClasses.Set(new() { Metadata = new() { Name = "gpus" }, ExtendedResourceName = Gpu });
        SortedDictionary<string, string> answers = Asking.Filter(plugin, cluster, Pod(cluster, (resource, "2")))!;
        Assert.Equal(expected, answers["n"]);
        Assert.Equal($"UnschedulableAndUnresolvable: Insufficient {resource}", answers["m"]);
    }

    [Fact]
    public void More_resources_than_reasons_have_bits_are_still_compared()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")]);
        PodInfo pod = Pod(cluster, [.. Enumerable.Range(0, 80).Select(i => ($"example.com/r{i:00}", "1"))]);
        Assert.StartsWith("UnschedulableAndUnresolvable: Insufficient example.com/r00;", Filter(cluster, pod)["n"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_put_on_the_node_for_a_moment_counts_for_that_moment()
    {
        Cluster cluster = Given.Cluster([Given.Node("n", cpu: "2")]);
        PodInfo guest = Pod(cluster, ("cpu", "1500m")), pod = Pod(cluster, ("cpu", "1"));
        cluster.Try(guest, 0);
        Assert.Equal("Unschedulable: Insufficient cpu", Filter(cluster, pod)["n"]);
        cluster.TryWithout(guest);
        Assert.Equal("fits", Filter(cluster, pod)["n"]);
    }

    [Fact]
    public void Least_allocated_prefers_what_is_left()
    {
        // cpu (4000 - 1000 - 500) / 4000 = 62 %, memory (8 - 2 - 1) / 8 = 62 %.
        Cluster cluster = Given.Cluster([Given.Node("n"), Given.Node("tiny", cpu: "100m")], Given.Pod("a", "n", ("cpu", "1"), ("memory", "2Gi")));
        SortedDictionary<string, long> scores = Score(cluster, new(), ("cpu", "500m"), ("memory", "1Gi"));
        Assert.Equal(62, scores["n"]);
        Assert.Equal((0 + 87) / 2, scores["tiny"]);
    }

    [Fact]
    public void Most_allocated_prefers_what_is_taken()
    {
        Cluster cluster = Given.Cluster([Given.Node("n"), Given.Node("tiny", cpu: "100m")], Given.Pod("a", "n", ("cpu", "1"), ("memory", "2Gi")));
        SortedDictionary<string, long> scores = Score(cluster, new() { Type = ScoringStrategyType.MostAllocated }, ("cpu", "500m"), ("memory", "1Gi"));
        Assert.Equal(37, scores["n"]);
        Assert.Equal((100 + 12) / 2, scores["tiny"]);
    }

    [Fact]
    public void The_ratio_follows_its_shape_and_leaves_out_resources_that_score_nothing()
    {
        ScoringStrategy strategy = new()
        {
            Type = ScoringStrategyType.RequestedToCapacityRatio,
            Resources = [new("cpu", 3), new("memory", 1)],
            Shape = [new(0, 0), new(100, 10)],
        };
        Cluster cluster = Given.Cluster([Given.Node("n"), Given.Node("none", memory: "0")]);

        // cpu 50 %, memory 12 %: round((3*50 + 12) / 4) = round(40.5).
        SortedDictionary<string, long> scores = Score(cluster, strategy, ("cpu", "2"), ("memory", "1Gi"));
        Assert.Equal(41, scores["n"]);
        Assert.Equal(50, scores["none"]);

        // cpu 50 %, memory 0 % leaves the mean.
        Assert.Equal(50, Score(cluster, strategy, ("cpu", "2"), ("memory", "0"))["n"]);
    }

    [Fact]
    public void A_scalar_resource_counts_only_for_pods_that_ask_for_it()
    {
        ScoringStrategy strategy = new() { Resources = [new("cpu", 1), new(Gpu, 1)] };
        Cluster cluster = Given.Cluster([Given.Node("n") with { Allocatable = Given.Resources(("cpu", "4"), (Gpu, "4")) }]);
        Assert.Equal(75, Score(cluster, strategy, ("cpu", "1"))["n"]);
        Assert.Equal((75 + 50) / 2, Score(cluster, strategy, ("cpu", "1"), (Gpu, "2"))["n"]);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(10, 100)]
    [InlineData(11, 99)]
    [InlineData(44, 55)]
    [InlineData(70, 20)]
    [InlineData(71, 20)]
    [InlineData(100, 20)]
    public void A_falling_line_truncates_towards_zero(long utilization, long expected) =>
        Assert.Equal(expected, UtilizationShape.At([new(10, 10), new(70, 2)], utilization));

    private static SortedDictionary<string, string> Filter(Cluster cluster, PodInfo pod) =>
        Asking.Filter(new Plugin(Given.Context(cluster)), cluster, pod)!;

    private static SortedDictionary<string, long> Score(Cluster cluster, ScoringStrategy strategy, params (string, string)[] requests) =>
        Asking.Score(new Plugin(Given.Context(cluster, new NodeResourcesFitArgs { ScoringStrategy = strategy })), cluster, Pod(cluster, requests))!;

    private static PodInfo Pod(Cluster cluster, params (string, string)[] requests) => cluster.Prepare(Given.Pod("p", null, requests));
}
