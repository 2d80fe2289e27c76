using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.VolumeRestrictions.VolumeRestrictions;

namespace Scheduler.Tests.Plugins.VolumeRestrictions;

public class VolumeRestrictionsHintsTests
{
    private readonly Cluster cluster = new();
    private readonly PodInfo waiting;

    public VolumeRestrictionsHintsTests() => waiting = cluster.Prepare(Given.Pod("p").WithVolumes(Claim("data"), Disk("disk")));

    [Theory]
    [InlineData("default", "data", "", true)]
    [InlineData("default", "other", "disk", true)]
    [InlineData("default", "other", "other", false)]
    [InlineData("elsewhere", "data", "disk", false)]
    public void A_pod_that_goes_helps_when_it_used_a_claim_or_disk_of_the_pod(string nameSpace, string claim, string disk, bool queues)
    {
        PodInfo gone = cluster.Prepare(Given.Pod("gone", "n").In(nameSpace).WithVolumes(Claim(claim), Disk(disk)));
        Assert.Equal(queues, Queues(Hinting.Deleted(gone)));
    }

    [Theory]
    [InlineData("default", "data", true)]
    [InlineData("default", "other", false)]
    [InlineData("elsewhere", "data", false)]
    public void A_claim_that_comes_helps_when_the_pod_names_it(string nameSpace, string claim, bool queues) =>
        Assert.Equal(queues, Queues(Hinting.Added(new PersistentVolumeClaim { Metadata = FilterHarness.Meta(claim, nameSpace) })));

    [Fact]
    public void A_new_node_helps_and_a_changed_claim_does_not()
    {
        PersistentVolumeClaim claim = new() { Metadata = FilterHarness.Meta("data", "default") };
        Assert.True(Queues(Hinting.Added(Given.Node("n"))));
        Assert.False(Queues(Hinting.Updated(claim, claim)));
    }

    private bool Queues(ClusterEvent happened) => new Plugin(Given.Context(cluster)).Queues(waiting, happened);

    private static Volume Claim(string name) => FilterHarness.Uses(name);

    private static Volume Disk(string name) => new() { Name = "disk", GcePersistentDisk = new(name, ReadOnly: false) };
}
