using Scheduler.Core.Objects;
using Subject = Scheduler.Plugins.NodeVolumeLimits.NodeVolumeLimits;

namespace Scheduler.Tests.Plugins.NodeVolumeLimits;

public sealed class NodeVolumeLimitsTests
{
    private const string Driver = "csi.example.com";
    private const string TooMany = "node(s) exceed max volume count";

    private readonly FilterHarness harness = new FilterHarness().Node("a").Node("b");

    [Fact]
    public void A_pod_without_volumes_that_are_attached_is_skipped() => Assert.Equal("skip", Ask(new Volume { Name = "config" }));

    [Fact]
    public void A_node_takes_volumes_up_to_its_limit()
    {
        Limit("a", Driver, 1);
        Limit("b", Driver, 2);
        Bound("one", "two").Placed("user", "a", FilterHarness.Uses("one")).Placed("other", "b", FilterHarness.Uses("one"));
        Assert.Equal($"a: {TooMany}\nb: ok", Ask(FilterHarness.Uses("two")));
    }

    [Fact]
    public void A_volume_that_is_there_already_costs_nothing()
    {
        Limit("a", Driver, 1);
        Bound("one").Placed("user", "a", FilterHarness.Uses("one"));
        Assert.Equal("a: ok\nb: ok", Ask(FilterHarness.Uses("one")));
    }

    [Fact]
    public void A_left_over_attachment_counts_too()
    {
        Limit("a", Driver, 1);
        Bound("one", "two");
        harness.Cluster.VolumeAttachments.Set(new VolumeAttachment
        {
            Metadata = FilterHarness.Meta("left-over", ""),
            Attacher = Driver,
            NodeName = "a",
            PersistentVolumeName = "pv-one",
        });
        Assert.Equal($"a: {TooMany}\nb: ok", Ask(FilterHarness.Uses("two")));
    }

    [Fact]
    public void A_claim_without_volume_counts_for_the_driver_of_its_class()
    {
        Limit("a", Driver, 1);
        Bound("one").Class("later").Claim("new", "later").Placed("user", "a", FilterHarness.Uses("one"));
        Assert.Equal($"a: {TooMany}\nb: ok", Ask(FilterHarness.Uses("new")));
    }

    [Fact]
    public void An_in_tree_disk_counts_for_its_CSI_driver()
    {
        Limit("a", "ebs.csi.aws.com", 1);
        harness.Placed("user", "a", Ebs("vol-1"));
        Assert.Equal($"a: {TooMany}\nb: ok", Ask(Ebs("vol-2")));
        Assert.Equal("a: ok\nb: ok", Ask(Ebs("aws://eu-1/vol-1")));
    }

    [Fact]
    public void A_missing_claim_rejects_every_node()
    {
        const string Missing = "looking up PVC default/gone: persistentvolumeclaim \"gone\" not found";
        Assert.Equal($"a: {Missing}\nb: {Missing}", Ask(FilterHarness.Uses("gone")));
    }

    [Fact]
    public void A_driver_that_wants_it_must_be_on_the_node_where_the_gate_is_on()
    {
        Limit("a", Driver, 5);
        Limit("b", "csi.other.com", 5);
        Bound("one");
        harness.Cluster.CsiDrivers.Set(new CsiDriver { Metadata = FilterHarness.Meta(Driver, ""), PreventPodSchedulingIfMissing = true });
        Assert.Equal("a: ok\nb: ok", Ask(FilterHarness.Uses("one")));
        Assert.Equal(
            $"a: ok\nb: {Driver} CSI driver is not installed on the node",
            harness.Ask(new Subject(harness.Context(gates: "VolumeLimitScaling=true")), FilterHarness.Pod("new", FilterHarness.Uses("one"))));
    }

    [Fact]
    public void Limits_follow_nodes_that_come_and_go()
    {
        Limit("a", Driver, 0);
        Bound("one");
        Subject plugin = new(harness.Context());
        Pod pod = FilterHarness.Pod("new", FilterHarness.Uses("one"));
        Assert.Equal($"a: {TooMany}\nb: ok", harness.Ask(plugin, pod));
        harness.Cluster.RemoveNode("a");
        harness.Node("c");
        Limit("c", Driver, 0);
        Assert.Equal($"c: {TooMany}\nb: ok", harness.Ask(plugin, pod));
        harness.Node("a");
        Assert.Equal($"c: {TooMany}\nb: ok\na: {TooMany}", harness.Ask(plugin, pod));
    }

    private static Volume Ebs(string id) => new() { Name = "v", AwsElasticBlockStore = new(id, ReadOnly: false) };

    private void Limit(string node, string driver, int count) => harness.Cluster.CsiNodes.Set(
        new CsiNode { Metadata = FilterHarness.Meta(node, ""), Drivers = [new(driver, node, [], count)] });

    private FilterHarness Bound(params string[] claims)
    {
        foreach (string claim in claims) harness.Volume($"pv-{claim}").Claim(claim, volume: $"pv-{claim}");
        return harness;
    }

    private string Ask(params Volume[] volumes) => harness.Ask(new Subject(harness.Context()), FilterHarness.Pod("new", volumes));
}
