using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Plugins.PodTopologySpread;
using Scheduler.Tests.Core.Cache.Counters;
using Plugin = Scheduler.Plugins.PodTopologySpread.PodTopologySpread;

namespace Scheduler.Tests.Plugins.PodTopologySpread;

public sealed class PodTopologySpreadTwinTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kept_counts_and_counting_give_the_same_answers(int seed)
    {
        PodTopologySpreadArgs args = new()
        {
            UseSystemDefaults = seed != 3,
            DefaultConstraints =
            [
                new() { TopologyKey = RandomCluster.Zone, MaxSkew = 1, WhenUnsatisfiable = "DoNotSchedule" },
                new() { TopologyKey = RandomCluster.Rack, MaxSkew = 2, WhenUnsatisfiable = "ScheduleAnyway" },
            ],
        };
        RandomCluster world = new(seed);
        PlacementTwins<Plugin> twins = new(world, context => new(context), args);
        for (int step = 0; step < 250; step++)
        {
            world.Step();
            if (world.OneIn(10)) ChangeOwners(world);
            PodInfo pod = world.WaitingPod();
            twins.Compare(pod, $"seed {seed}, step {step}");
            if (world.OneIn(3)) world.Assume(pod, world.RandomRow());
        }

        Assert.True(twins.RejectedCount > 100 && twins.ScoredCount > 50, $"{twins.RejectedCount} rejected, {twins.ScoredCount} scored");
    }

    private static void ChangeOwners(RandomCluster world)
    {
        string name = world.Pick("a", "b");
        string nameSpace = world.Pick("default", "team-a");
        ObjectMeta meta = new() { Name = name, Namespace = nameSpace };
        switch (world.Next(3))
        {
            case 0: world.Cluster.Services.Set(new() { Metadata = meta, Selector = StringMap.Of(("app", world.Pick("a", "b"))) }); break;
            case 1: world.Cluster.ReplicaSets.Set(new() { Kind = "ReplicaSet", Metadata = meta, Selector = world.MakeSelector() }); break;
            default: world.Cluster.Services.Remove($"{nameSpace}/{name}"); break;
        }
    }
}
