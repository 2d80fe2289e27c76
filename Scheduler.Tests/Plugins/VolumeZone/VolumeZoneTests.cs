using Scheduler.Core.Objects;
using Subject = Scheduler.Plugins.VolumeZone.VolumeZone;

namespace Scheduler.Tests.Plugins.VolumeZone;

public sealed class VolumeZoneTests
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string BetaZone = "failure-domain.beta.kubernetes.io/zone";
    private const string Wrong = "node(s) had no available volume zone";

    private readonly FilterHarness harness = new();

    [Fact]
    public void A_pod_goes_where_its_volume_is()
    {
        harness.Node("east", (Zone, "east")).Node("west", (Zone, "west")).Node("nowhere");
        Volume((Zone, "east"));
        Assert.Equal($"east: ok\nwest: {Wrong}\nnowhere: ok", Ask());
    }

    [Fact]
    public void A_label_may_name_several_zones()
    {
        harness.Node("east", (Zone, "east")).Node("west", (Zone, "west")).Node("south", (Zone, "south"));
        Volume((Zone, "east__south"));
        Assert.Equal($"east: ok\nwest: {Wrong}\nsouth: ok", Ask());
    }

    [Fact]
    public void A_node_with_only_the_new_label_suits_a_volume_with_the_old_one_but_not_the_other_way_round()
    {
        harness.Node("new", (Zone, "east")).Node("old", (BetaZone, "east"));
        Volume((BetaZone, "east"));
        Assert.Equal("new: ok\nold: ok", Ask());
        Volume((Zone, "east"));
        Assert.Equal($"new: ok\nold: {Wrong}", Ask());
    }

    [Fact]
    public void A_label_with_an_empty_part_does_not_count()
    {
        harness.Node("west", (Zone, "west"));
        Volume((Zone, "east__"));
        Assert.Equal("skip", Ask());
    }

    [Theory]
    [InlineData(null, "", "PersistentVolumeClaim had no pv name and storageClass name")]
    [InlineData("unknown", "", "storageclass.storage.k8s.io \"unknown\" not found")]
    [InlineData("now", "", "PersistentVolume had no name")]
    [InlineData("later", "gone", "persistentvolume \"gone\" not found")]
    public void A_claim_that_cannot_work_rejects_the_pod(string? storageClass, string volume, string reason)
    {
        harness.Node("a").Class("later").Class("now", "Immediate").Claim("data", storageClass, volume);
        Assert.Equal($"UnschedulableAndUnresolvable: {reason}", Ask());
    }

    [Fact]
    public void A_claim_that_waits_for_its_pod_is_nothing_to_look_at()
    {
        harness.Node("a").Class("later").Claim("data", "later");
        Assert.Equal("skip", Ask());
    }

    private void Volume((string Key, string Value) label)
    {
        harness.Cluster.PersistentVolumes.Set(new PersistentVolume { Metadata = new() { Name = "disk", Labels = StringMap.Of(label) } });
        harness.Claim("data", volume: "disk");
    }

    private string Ask() => harness.Ask(new Subject(harness.Context()), FilterHarness.Pod("new", FilterHarness.Uses("data")));
}
