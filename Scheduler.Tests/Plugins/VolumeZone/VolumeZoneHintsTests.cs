using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.VolumeZone.VolumeZone;

namespace Scheduler.Tests.Plugins.VolumeZone;

public class VolumeZoneHintsTests
{
    private readonly Cluster cluster = new();

    [Theory]
    [InlineData("WaitForFirstConsumer", true)]
    [InlineData("Immediate", false)]
    [InlineData(null, false)]
    public void A_new_storage_class_helps_when_it_waits_for_pods(string? mode, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Added(new StorageClass { VolumeBindingMode = mode })));

    [Fact]
    public void A_new_node_and_new_labels_of_one_help_and_no_other_change_of_it()
    {
        Node node = Given.Node("n");
        Assert.True(Queues(Hinting.Added(node)));
        Assert.True(Queues(Hinting.Updated(node, node, EventAction.UpdateNodeLabel)));
        Assert.False(Queues(Hinting.Updated(node, node, EventAction.UpdateNodeTaint)));
    }

    [Theory]
    [InlineData("default", "data", true)]
    [InlineData("default", "other", false)]
    [InlineData("default", "p-scratch", false)]
    [InlineData("elsewhere", "data", false)]
    public void A_claim_helps_when_the_pod_names_it(string nameSpace, string name, bool queues)
    {
        PersistentVolumeClaim claim = new() { Metadata = FilterHarness.Meta(name, nameSpace) };
        Assert.Equal(queues, Queues(Hinting.Added(claim)));
        Assert.Equal(queues, Queues(Hinting.Updated(claim, claim)));
    }

    [Theory]
    [InlineData("topology.kubernetes.io/zone", "a", "b", true)]
    [InlineData("failure-domain.beta.kubernetes.io/region", "a", "b", true)]
    [InlineData("topology.kubernetes.io/zone", "a", "a", false)]
    [InlineData("tier", "a", "b", false)]
    public void A_volume_helps_when_it_comes_or_moves_to_other_zones(string key, string before, string now, bool queues)
    {
        Assert.Equal(queues, Queues(Hinting.Updated(Volume(key, before), Volume(key, now))));
        Assert.True(Queues(Hinting.Added(Volume(key, now))));
    }

    private bool Queues(ClusterEvent happened) => new Plugin(Given.Context(cluster)).Queues(
        cluster.Prepare(Given.Pod("p").WithVolumes(FilterHarness.Uses("data"), new Volume { Name = "scratch", IsEphemeral = true })), happened);

    private static PersistentVolume Volume(string key, string value) =>
        new() { Metadata = new() { Name = "v", Labels = StringMap.Of((key, value)) } };
}
