using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.VolumeBinding.VolumeBinding;

namespace Scheduler.Tests.Plugins.VolumeBinding;

public class VolumeBindingHintsTests
{
    private readonly Cluster cluster = new();
    private readonly PodInfo waiting;

    public VolumeBindingHintsTests() => waiting = cluster.Prepare(Given.Pod("p").WithVolumes(
        FilterHarness.Uses("data"),
        new Volume { Name = "scratch", IsEphemeral = true },
        new Volume { Name = "inline", CsiDriver = "csi.example.com" }));

    [Fact]
    public void Whatever_comes_or_happens_to_volumes_and_node_labels_helps()
    {
        PersistentVolume volume = FilterHarness.MakeVolume("v");
        Node node = Given.Node("n");
        Assert.True(Queues(Hinting.Added(Class("a"))));
        Assert.True(Queues(Hinting.Added(volume)));
        Assert.True(Queues(Hinting.Updated(volume, volume)));
        Assert.True(Queues(Hinting.Added(node)));
        Assert.True(Queues(Hinting.Updated(node, node, EventAction.UpdateNodeLabel)));
        Assert.True(Queues(Hinting.Added(CsiNode(""))));
        Assert.True(Queues(Hinting.Added(Capacity("1Gi", ""))));
    }

    [Fact]
    public void What_goes_does_not_help()
    {
        Assert.False(Queues(Hinting.Deleted(FilterHarness.MakeVolume("v"))));
        Assert.False(Queues(Hinting.Deleted(Given.Node("n"))));
        Assert.False(Queues(Hinting.Updated(Given.Node("n"), Given.Node("n"), EventAction.UpdateNodeAllocatable)));
        Assert.False(Queues(Hinting.Added(Driver("csi.example.com", false))));
    }

    [Theory]
    [InlineData("a", "a", false)]
    [InlineData("a", "b", true)]
    [InlineData("a", "", true)]
    [InlineData("", "a", true)]
    [InlineData("", "", false)]
    [InlineData("a", "a b", true)]
    public void A_storage_class_helps_when_its_topologies_change(string before, string now, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Updated(Class(before), Class(now))));

    [Theory]
    [InlineData("default", "data", true)]
    [InlineData("default", "p-scratch", true)]
    [InlineData("default", "other", false)]
    [InlineData("elsewhere", "data", false)]
    public void A_claim_helps_when_the_pod_uses_it(string nameSpace, string name, bool queues)
    {
        PersistentVolumeClaim claim = new() { Metadata = FilterHarness.Meta(name, nameSpace) };
        Assert.Equal(queues, Queues(Hinting.Added(claim)));
        Assert.Equal(queues, Queues(Hinting.Updated(claim, claim)));
    }

    [Theory]
    [InlineData("", "kubernetes.io/aws-ebs", true)]
    [InlineData("kubernetes.io/aws-ebs", "", true)]
    [InlineData("kubernetes.io/aws-ebs", "kubernetes.io/aws-ebs", false)]
    public void A_CSI_node_helps_when_other_plugins_migrate_on_it(string before, string now, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Updated(CsiNode(before), CsiNode(now))));

    [Theory]
    [InlineData("csi.example.com", true, false, true)]
    [InlineData("csi.example.com", false, true, false)]
    [InlineData("csi.example.com", true, true, false)]
    [InlineData("other.example.com", true, false, false)]
    public void A_driver_of_an_inline_volume_helps_when_it_stops_tracking_capacity(string name, bool before, bool now, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Updated(Driver(name, before), Driver(name, now))));

    [Theory]
    [InlineData("1Gi", "", "2Gi", "", true)]
    [InlineData("2Gi", "", "1Gi", "", false)]
    [InlineData("1Gi", "", "1Gi", "", false)]
    [InlineData("", "", "1Gi", "", true)]
    [InlineData("1Gi", "", "", "", false)]
    [InlineData("9Gi", "1Gi", "9Gi", "2Gi", true)]
    [InlineData("1Gi", "1Gi", "9Gi", "1Gi", false)]
    public void Storage_capacity_helps_when_larger_volumes_can_be_made(string before, string largestBefore, string now, string largestNow, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Updated(Capacity(before, largestBefore), Capacity(now, largestNow))));

    private bool Queues(ClusterEvent happened) => new Plugin(Given.Context(cluster)).Queues(waiting, happened);

    private static StorageClass Class(string zones) => new()
    {
        Metadata = new() { Name = "class" },
        AllowedTopologies = zones.Length == 0 ? [] : [new([KeyValuePair.Create("zone", zones.Split(' '))])],
    };

    private static CsiNode CsiNode(string migrated) => new()
    {
        Metadata = new()
        {
            Name = "n",
            Annotations = migrated.Length == 0 ? StringMap.Empty : StringMap.Of(("storage.alpha.kubernetes.io/migrated-plugins", migrated)),
        },
    };

    private static CsiDriver Driver(string name, bool tracksCapacity) => new() { Metadata = new() { Name = name }, StorageCapacity = tracksCapacity };

    private static CsiStorageCapacity Capacity(string all, string largest) => new()
    {
        Metadata = new() { Name = "capacity", Namespace = "default" },
        Capacity = all.Length == 0 ? null : Quantity.Parse(all),
        MaximumVolumeSize = largest.Length == 0 ? null : Quantity.Parse(largest),
    };
}
