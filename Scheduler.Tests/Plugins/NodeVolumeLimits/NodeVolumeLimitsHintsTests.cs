using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodeVolumeLimits.NodeVolumeLimits;

namespace Scheduler.Tests.Plugins.NodeVolumeLimits;

public class NodeVolumeLimitsHintsTests
{
    private static readonly Volume Scratch = new() { Name = "scratch", IsEphemeral = true };
    private static readonly Volume Ebs = new() { Name = "ebs", AwsElasticBlockStore = new("vol-1", ReadOnly: false) };
    private static readonly Volume ConfigMap = new() { Name = "config" };

    private readonly Cluster cluster = new();

    [Theory]
    [InlineData("a=1", "a=2", true)]
    [InlineData("a=1 b=1", "a=0 b=2", true)]
    [InlineData("a=2", "a=1", false)]
    [InlineData("a=1", "a=1", false)]
    [InlineData("", "b=1", true)]
    [InlineData("a=", "a=1", true)]
    [InlineData("a=1", "a=", false)]
    [InlineData("a=1", "a=1 b=0", false)]
    public void A_CSI_node_helps_when_some_limit_rises(string before, string now, bool queues) =>
        Assert.Equal(queues, Queues([], Hinting.Updated(CsiNode(before), CsiNode(now))));

    [Fact]
    public void A_new_CSI_node_helps() => Assert.True(Queues([], Hinting.Added(CsiNode(""))));

    [Theory]
    [InlineData("claim", true)]
    [InlineData("ephemeral", true)]
    [InlineData("inline", true)]
    [InlineData("config", false)]
    public void A_pod_that_goes_helps_when_it_had_a_volume_that_counts(string volume, bool queues) =>
        Assert.Equal(queues, Queues([], Hinting.Deleted(cluster.Prepare(Given.Pod("gone", "n").WithVolumes(VolumeOf(volume))))));

    [Theory]
    [InlineData("default", "data", true)]
    [InlineData("default", "p-scratch", true)]
    [InlineData("default", "other", false)]
    [InlineData("elsewhere", "data", false)]
    public void A_claim_that_comes_helps_when_the_pod_uses_it(string nameSpace, string claim, bool queues) =>
        Assert.Equal(queues, Queues(
            [FilterHarness.Uses("data"), Scratch],
            Hinting.Added(new PersistentVolumeClaim { Metadata = FilterHarness.Meta(claim, nameSpace) })));

    [Theory]
    [InlineData("claim", "any.example.com", true)]
    [InlineData("ephemeral", "any.example.com", false)]
    [InlineData("inline", "ebs.csi.aws.com", true)]
    [InlineData("inline", "pd.csi.storage.gke.io", false)]
    [InlineData("config", "any.example.com", false)]
    public void A_detached_volume_helps_pods_with_claims_or_with_inline_volumes_of_that_driver(string volume, string attacher, bool queues) =>
        Assert.Equal(queues, Queues([VolumeOf(volume)], Hinting.Deleted(new VolumeAttachment { Attacher = attacher, NodeName = "n" })));

    private bool Queues(Volume[] volumes, ClusterEvent happened) =>
        new Plugin(Given.Context(cluster)).Queues(cluster.Prepare(Given.Pod("p").WithVolumes(volumes)), happened);

    private static Volume VolumeOf(string kind) => kind switch
    {
        "claim" => FilterHarness.Uses("data"),
        "ephemeral" => Scratch,
        "inline" => Ebs,
        _ => ConfigMap,
    };

    private static CsiNode CsiNode(string limits) => new()
    {
        Metadata = new() { Name = "n" },
        Drivers =
        [
            .. limits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('='))
                .Select(item => new CsiNodeDriver(item[0], "id", [], item[1].Length == 0 ? null : int.Parse(item[1]))),
        ],
    };
}
