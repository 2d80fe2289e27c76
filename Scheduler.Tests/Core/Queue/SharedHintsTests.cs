using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;
using Scheduler.Plugins;
using Scheduler.Tests.Plugins;

namespace Scheduler.Tests.Core.Queue;

public class SharedHintsTests
{
    private readonly Cluster cluster = new();
    private readonly SchedulingQueue queue;

    public SharedHintsTests()
    {
        ProfileSpec spec = new()
        {
            Plugins = new Dictionary<ExtensionPoint, EnabledPlugin[]>
            {
                [ExtensionPoint.QueueSort] = [new("PrioritySort", 1)],
                [ExtensionPoint.PreFilter] = [new("VolumeBinding", 1)],
                [ExtensionPoint.Filter] = [new("VolumeBinding", 1)],
            },
        };
        SchedulingEngine engine = new(cluster, [spec], DefaultPlugins.Catalog, FeatureGates.Default, new(), TimeProvider.System);
        queue = new(engine, new() { MaxBackoff = TimeSpan.Zero }, TimeProvider.System);
    }

    [Theory]
    [InlineData("claim", "data", 2, 1)]
    [InlineData("claim", "other", 0, 1)]
    [InlineData("ephemeral", "web-1-scratch", 1, 2)]
    [InlineData("ephemeral", "other", 0, 2)]
    public void Replicas_share_an_answer_unless_their_claims_are_named_after_them(string volume, string claim, int woken, int asked)
    {
        PodSpec shared = new() { Volumes = [volume == "claim" ? new() { Name = "data", ClaimName = "data" } : new() { Name = "scratch", IsEphemeral = true }] };
        foreach (string name in (string[])["web-0", "web-1"]) queue.Add(cluster.Prepare(Given.Pod(name) with { Spec = shared }));
        while (queue.Pop() is { } pod) queue.Return(pod, ["VolumeBinding"], []);
        queue.On(new(EventResource.PersistentVolumeClaim, EventAction.Add, null, new PersistentVolumeClaim { Metadata = new() { Name = claim, Namespace = "default" } }));
        Assert.Equal(woken, queue.ActiveCount);
        Assert.Equal(asked, queue.HintsAsked);
    }
}
