using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Subject = Scheduler.Plugins.DynamicResources.DynamicResources;

namespace Scheduler.Tests.Plugins.DynamicResources;

public sealed class DynamicResourcesTests
{
    private readonly FilterHarness harness = new FilterHarness().Node("a");

    [Fact]
    public void A_pod_without_claims_is_skipped() => Assert.Equal("skip", Ask(FilterHarness.Pod("new")));

    [Fact]
    public void A_pod_with_claims_is_told_that_they_are_not_evaluated()
    {
        Pod pod = FilterHarness.Pod("new");
        Assert.Equal(
            "UnschedulableAndUnresolvable: not evaluated: dynamic resource claims",
            Ask(pod with { Spec = pod.Spec with { ResourceClaims = [new("gpu", "claim", null)] } }));
    }

    [Theory]
    [InlineData("example.com/gpu")]
    [InlineData("deviceclass.resource.kubernetes.io/gpu")]
    public void So_is_a_pod_that_asks_for_an_extended_resource_behind_which_a_device_class_stands(string resource)
    {
        Pod pod = FilterHarness.Pod("new");
        pod = pod with
        {
            Spec = pod.Spec with
            {
                Containers = [new() { Resources = new() { Requests = ResourceList.From([KeyValuePair.Create(resource, Quantity.FromUnits(1))]) } }],
            },
        };
        Assert.Equal("skip", Ask(pod));
        harness.Cluster.DeviceClasses.Set(new DeviceClass { Metadata = FilterHarness.Meta("gpu", ""), ExtendedResourceName = "example.com/gpu" });
        Assert.Equal("UnschedulableAndUnresolvable: not evaluated: extended resources backed by device classes", Ask(pod));
    }

    [Fact]
    public void Every_node_is_worth_nothing_before_and_after_normalisation()
    {
        Subject plugin = new(harness.Context());
        PodInfo pod = harness.Cluster.Prepare(FilterHarness.Pod("new"));
        Assert.Equal(0, plugin.Score(pod, harness.Cluster.Nodes[0]));
        Assert.Equal(0, plugin.Normalize(0, 0, 0));
    }

    private string Ask(Pod pod) => harness.Ask(new Subject(harness.Context()), pod);
}
