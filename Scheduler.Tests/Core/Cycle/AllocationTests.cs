using Scheduler.Bench.Generate;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle;

/// <summary>The steady cycle allocates nothing for pods that find a node.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deciding_allocates_nothing_once_every_kind_of_pod_has_been_seen_timed_or_not(bool isTimed)
    {
        int preFilters = 0, points = 0, plugins = 0, decisions = 0;
        PointMeter meter = new(TimeProvider.System, (point, _, _, _) => _ = point == ExtensionPoint.PreFilter ? preFilters++ : points++, (_, _, _, _) => plugins++);
        ClusterObjects objects = new ClusterGenerator(new() { Nodes = 300, Pods = 2000, PendingPercent = 20 }).Run();
        ReplayInput input = ReplayInput.Build(objects, fromScratch: false, byPriority: false, _ => true);
        SchedulerConfiguration configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);
        SchedulingEngine engine = new(input.Cluster, configuration.Profiles, DefaultPlugins.Catalog, FeatureGates.Default, new() { Meter = isTimed ? meter : null }, TimeProvider.System);
        PodInfo[] pods = [.. input.Queue.Where(pod => Decide(pod).Kind == DecisionKind.Placed)];
        Assert.InRange(pods.Length, 100, 2000);
        foreach (PodInfo pod in pods) Decide(pod);

        Assert.Equal(0, Allocation.Fewest(() =>
        {
            foreach (PodInfo pod in pods) Decide(pod);
        }));
        Assert.Equal(isTimed ? decisions : 0, preFilters);
        Assert.Equal(isTimed, points >= decisions && plugins > 0);
        Assert.Equal(0, plugins % (decisions / 10));

        Decision Decide(PodInfo pod)
        {
            decisions++;
            return engine.Decide(pod);
        }
    }
}
