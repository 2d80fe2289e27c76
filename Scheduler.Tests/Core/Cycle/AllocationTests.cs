using Scheduler.Bench.Generate;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle;

/// <summary>The steady cycle allocates nothing for pods that find a node.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Deciding_allocates_nothing_once_every_kind_of_pod_has_been_seen()
    {
        ClusterObjects objects = new ClusterGenerator(new() { Nodes = 300, Pods = 2000, PendingPercent = 20 }).Run();
        ReplayInput input = ReplayInput.Build(objects, fromScratch: false, byPriority: false, _ => true);
        SchedulerConfiguration configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);
        SchedulingEngine engine = new(input.Cluster, configuration.Profiles, DefaultPlugins.Catalog, FeatureGates.Default, new(), TimeProvider.System);
        PodInfo[] pods = [.. input.Queue.Where(pod => engine.Decide(pod).Kind == DecisionKind.Placed)];
        Assert.InRange(pods.Length, 100, 2000);
        foreach (PodInfo pod in pods) engine.Decide(pod);

        Assert.Equal(0, Allocation.Fewest(() =>
        {
            foreach (PodInfo pod in pods) engine.Decide(pod);
        }));
    }
}
