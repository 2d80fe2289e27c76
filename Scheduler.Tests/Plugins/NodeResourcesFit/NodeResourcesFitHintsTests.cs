using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.NodeResourcesFit;
using Plugin = Scheduler.Plugins.NodeResourcesFit.NodeResourcesFit;

namespace Scheduler.Tests.Plugins.NodeResourcesFit;

public class NodeResourcesFitHintsTests
{
    private const string Gpu = "example.com/gpu";

    private readonly Cluster cluster = new();
    private readonly PodInfo waiting;

    public NodeResourcesFitHintsTests() => waiting = cluster.Prepare(Given.Pod("p", null, ("cpu", "2"), ("memory", "0")));

    [Fact]
    public void A_pod_that_goes_helps()
    {
        Assert.True(Queues(Hinting.Deleted(cluster.Prepare(Given.Pod("gone", "n")))));
        Assert.True(Queues(Hinting.Deleted(cluster.Prepare(Given.Pod("nominated").Nominated("n")))));
    }

    [Fact]
    public void A_pod_that_was_only_assumed_to_be_on_a_node_had_room_there()
    {
        cluster.AddNode(Given.Node("n"));
        PodInfo assumed = cluster.Prepare(Given.Pod("assumed"));
        cluster.AddPod(assumed, "n");
        cluster.RemovePod(assumed.Key);
        Assert.True(Queues(Hinting.Deleted(assumed)));
    }

    [Theory]
    [InlineData("p", "", "1", "1Gi", true)]
    [InlineData("other", "n", "1", "1Gi", true)]
    [InlineData("other", "", "1", "1Gi", false)]
    [InlineData("other", "n", "2", "512Mi", false)]
    [InlineData("other", "n", "3", "512Mi", false)]
    public void A_smaller_pod_helps_when_it_is_the_pod_itself_or_frees_what_the_pod_asks_for(string subject, string node, string cpu, string memory, bool queues)
    {
        PodInfo before = cluster.Prepare(Given.Pod(subject, node, ("cpu", "2"), ("memory", "1Gi")));
        PodInfo now = cluster.Prepare(Given.Pod(subject, node, ("cpu", cpu), ("memory", memory)));
        Assert.Equal(queues, Queues(Hinting.Updated(before, now, EventAction.UpdatePodScaleDown)));
    }

    [Theory]
    [InlineData("2", false)]
    [InlineData("1", true)]
    public void A_resize_frees_nothing_until_the_node_has_taken_it_back(string given, bool queues)
    {
        PodInfo before = cluster.Prepare(Resizing("2", "2"));
        PodInfo now = cluster.Prepare(Resizing("1", given));
        Assert.Equal(queues, Queues(Hinting.Updated(before, now, EventAction.UpdatePodScaleDown)));

        static Pod Resizing(string wanted, string given) => Given.Pod("other", "n", ("cpu", wanted)) with
        {
            Status = new() { ContainerStatuses = [new() { Name = "main", Resources = new() { Requests = Given.Resources(("cpu", given)) } }] },
        };
    }

    [Theory]
    [InlineData(null, "2/1Gi/110", true)]
    [InlineData(null, "1/1Gi/110", false)]
    [InlineData(null, "2/1Gi/0", false)]
    [InlineData("1/1Gi/110", "2/1Gi/110", true)]
    [InlineData("1/1Gi/110", "1500m/1Gi/110", false)]
    [InlineData("4/1Gi/110", "4/2Gi/110", false)]
    [InlineData("4/1Gi/110", "3/1Gi/110", false)]
    [InlineData("4/1Gi/110", "4/1Gi/111", true)]
    [InlineData("4/1Gi/110", "4/1Gi/109", false)]
    public void A_node_helps_when_the_pod_fits_it_empty_and_it_offers_more_of_what_the_pod_asks_for(string? before, string now, bool queues)
    {
        ClusterEvent happened = before is null ? Hinting.Added(Node(now)) : Hinting.Updated(Node(before), Node(now), EventAction.UpdateNodeAllocatable);
        Assert.Equal(queues, Queues(happened));

        static Node Node(string offers) => Given.Node("n", offers.Split('/')[0], offers.Split('/')[1], offers.Split('/')[2]);
    }

    [Fact]
    public void What_the_filter_ignores_is_not_missed_on_a_node()
    {
        PodInfo asking = cluster.Prepare(Given.Pod("p", null, (Gpu, "1")));
        Plugin ignoring = new(Given.Context(cluster, new NodeResourcesFitArgs { IgnoredResources = [Gpu] }));
        Assert.True(ignoring.Queues(asking, Hinting.Added(Given.Node("n"))));
        Assert.False(new Plugin(Given.Context(cluster)).Queues(asking, Hinting.Added(Given.Node("n"))));
    }

    [Fact]
    public void A_node_without_the_resource_helps_when_a_device_class_stands_for_it()
    {
        Plugin plugin = new(Given.Context(cluster));
        PodInfo asking = cluster.Prepare(Given.Pod("p", null, (Gpu, "1")));
        ClusterEvent happened = Hinting.Updated(Given.Node("n"), Given.Node("n", cpu: "3"), EventAction.UpdateNodeAllocatable);
        Assert.False(plugin.Queues(asking, happened));
        cluster.DeviceClasses.Set(Class("gpus", Gpu));
        Assert.True(plugin.Queues(asking, happened));
    }

    [Theory]
    [InlineData(Gpu, "none", "gpus", Gpu, true)]
    [InlineData(Gpu, "none", "gpus", "example.com/fpga", false)]
    [InlineData(Gpu, "none", "gpus", "", false)]
    [InlineData(Gpu, "", "gpus", Gpu, true)]
    [InlineData(Gpu, "example.com/fpga", "gpus", Gpu, true)]
    [InlineData(Gpu, Gpu, "gpus", Gpu, false)]
    [InlineData("deviceclass.resource.kubernetes.io/gpus", "none", "gpus", "", true)]
    [InlineData("deviceclass.resource.kubernetes.io/gpus", "none", "fpgas", "", false)]
    [InlineData("deviceclass.resource.kubernetes.io/gpus", Gpu, "gpus", "", false)]
    public void A_device_class_helps_when_it_newly_stands_for_what_the_pod_asks_for(string asked, string before, string name, string now, bool queues)
    {
        PodInfo asking = cluster.Prepare(Given.Pod("p", null, (asked, "1")));
        ClusterEvent happened = before == "none" ? Hinting.Added(Class(name, now)) : Hinting.Updated(Class(name, before), Class(name, now));
        Assert.Equal(queues, new Plugin(Given.Context(cluster)).Queues(asking, happened));
        Assert.False(new Plugin(Given.Context(cluster, gates: "DRAExtendedResource=false")).Queues(asking, happened));
    }

    private bool Queues(ClusterEvent happened) => new Plugin(Given.Context(cluster)).Queues(waiting, happened);

    private static DeviceClass Class(string name, string resource) =>
        new() { Metadata = new() { Name = name }, ExtendedResourceName = resource.Length == 0 ? null : resource };
}
