using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Plugins.NodeResourcesBalancedAllocation;
using Plugin = Scheduler.Plugins.NodeResourcesBalancedAllocation.NodeResourcesBalancedAllocation;

namespace Scheduler.Tests.Plugins.NodeResourcesBalancedAllocation;

public class NodeResourcesBalancedAllocationTests
{
    [Fact]
    public void An_even_node_that_stays_even_scores_75()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")]);
        Assert.Equal(75, Score(cluster, ("cpu", "1"), ("memory", "2Gi"))["n"]);
    }

    [Fact]
    public void A_pod_that_evens_a_node_out_scores_more_than_one_that_does_not()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")], Given.Pod("a", "n", ("cpu", "2")));

        // Before: |0.5 - 0| / 2 = 0.25, 75. After: memory 0.5 as well, 100. 50 + (50 + 100 - 75) / 2.
        Assert.Equal(87, Score(cluster, ("memory", "4Gi"))["n"]);

        // After: |1 - 0| / 2 = 0.5, 50. 50 + (50 + 50 - 75) / 2.
        Assert.Equal(62, Score(cluster, ("cpu", "2"))["n"]);
    }

    [Fact]
    public void A_resource_that_the_node_lacks_is_left_out() =>
        Assert.Equal(75, Score(Given.Cluster([Given.Node("n", memory: "0")]), ("cpu", "1"), ("memory", "2Gi"))["n"]);

    [Fact]
    public void More_than_two_resources_are_compared_by_standard_deviation()
    {
        Cluster cluster = Given.Cluster([Given.Node("n") with { Allocatable = Given.Resources(("cpu", "4"), ("memory", "8"), ("example.com/gpu", "4")) }]);
        NodeResourcesBalancedAllocationArgs args = new() { Resources = [new("cpu", 1), new("memory", 1), new("example.com/gpu", 1)] };
        PodInfo pod = cluster.Prepare(Given.Pod("p", null, ("cpu", "2"), ("memory", "2"), ("example.com/gpu", "4")));

        // 0.5, 0.25, 1: mean 0.58333, deviation 0.31180; 68 after, 100 before.
        Assert.Equal(50 + ((50 + 68 - 100) / 2), Asking.Score(new Plugin(Given.Context(cluster, args)), cluster, pod)!["n"]);
    }

    [Fact]
    public void A_pod_that_asks_for_none_of_the_resources_is_skipped()
    {
        Cluster cluster = Given.Cluster([Given.Node("n")]);
        PodInfo pod = cluster.Prepare(Given.Pod("p", null, ("cpu", "0"), ("ephemeral-storage", "1Gi")));
        Assert.Equal(StatusCode.Skip, new Plugin(Given.Context(cluster)).PreScore(pod, cluster.Nodes.Live).Code);
    }

    private static SortedDictionary<string, long> Score(Cluster cluster, params (string, string)[] requests) =>
        Asking.Score(new Plugin(Given.Context(cluster)), cluster, cluster.Prepare(Given.Pod("p", null, requests)))!;
}
