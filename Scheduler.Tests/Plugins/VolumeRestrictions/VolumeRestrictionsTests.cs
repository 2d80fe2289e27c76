using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Subject = Scheduler.Plugins.VolumeRestrictions.VolumeRestrictions;

namespace Scheduler.Tests.Plugins.VolumeRestrictions;

public sealed class VolumeRestrictionsTests
{
    private const string NoDisk = "node(s) had no available disk";
    private const string Exclusive =
        "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod";

    private readonly FilterHarness harness = new FilterHarness().Node("a").Node("b");

    [Fact]
    public void A_pod_without_disks_and_exclusive_claims_is_skipped()
    {
        harness.Claim("shared").Placed("user", "a", FilterHarness.Uses("shared"));
        Assert.Equal("skip", Ask(FilterHarness.Uses("shared")));
        Assert.Equal("skip", Ask(new Volume { Name = "config" }));
    }

    [Fact]
    public void A_missing_claim_rejects_the_pod() =>
        Assert.Equal("UnschedulableAndUnresolvable: persistentvolumeclaim \"gone\" not found", Ask(FilterHarness.Uses("gone")));

    [Fact]
    public void A_disk_is_shared_only_by_readers()
    {
        harness.Placed("writer", "a", Gce("data", readOnly: false)).Placed("reader", "b", Gce("data", readOnly: true));
        Assert.Equal($"a: {NoDisk}\nb: ok", Ask(Gce("data", readOnly: true)));
        Assert.Equal($"a: {NoDisk}\nb: {NoDisk}", Ask(Gce("data", readOnly: false)));
        Assert.Equal("a: ok\nb: ok", Ask(Gce("other", readOnly: false)));
    }

    [Fact]
    public void An_EBS_volume_is_not_even_shared_by_readers()
    {
        harness.Placed("reader", "a", new Volume { Name = "v", AwsElasticBlockStore = new("vol-1", ReadOnly: true) });
        Assert.Equal($"a: {NoDisk}\nb: ok", Ask(new Volume { Name = "v", AwsElasticBlockStore = new("vol-1", ReadOnly: true) }));
    }

    [Fact]
    public void RBD_images_conflict_where_a_monitor_is_shared()
    {
        harness.Placed("writer", "a", Rbd("m1", "m2")).Placed("other", "b", Rbd("m3"));
        Assert.Equal($"a: {NoDisk}\nb: ok", Ask(Rbd("m2", "m4")));
    }

    [Fact]
    public void An_exclusive_claim_in_use_rejects_every_node()
    {
        harness.Claim("own", modes: "ReadWriteOncePod").Placed("user", "a", FilterHarness.Uses("own"));
        Assert.Equal($"a: {Exclusive}\nb: {Exclusive}", Ask(FilterHarness.Uses("own")));
    }

    [Fact]
    public void Taking_the_user_of_an_exclusive_claim_away_makes_room_and_bringing_it_back_takes_it()
    {
        harness.Claim("own", modes: "ReadWriteOncePod").Placed("user", "a", FilterHarness.Uses("own"));
        Subject plugin = new(harness.Context());
        PodInfo pod = harness.Cluster.Prepare(FilterHarness.Pod("new", FilterHarness.Uses("own")));
        PodInfo user = harness.Cluster.FindPod("default/user")!;
        NodeView node = harness.Cluster.Nodes[user.Row];
        plugin.PreFilter(pod);
        plugin.RemovePod(pod, user, node);
        Assert.True(plugin.Filter(pod, node).IsPass);
        plugin.AddPod(pod, user, node);
        Assert.False(plugin.Filter(pod, node).IsPass);
    }

    private static Volume Gce(string disk, bool readOnly) => new() { Name = disk, GcePersistentDisk = new(disk, readOnly) };

    private static Volume Rbd(params string[] monitors) => new() { Name = "v", Rbd = new(monitors, "pool", "image", ReadOnly: false) };

    private string Ask(params Volume[] volumes) => harness.Ask(new Subject(harness.Context()), FilterHarness.Pod("new", volumes));
}
