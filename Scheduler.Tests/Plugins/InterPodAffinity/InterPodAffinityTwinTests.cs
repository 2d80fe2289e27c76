using Scheduler.Core.Cache;
using Scheduler.Plugins.InterPodAffinity;
using Scheduler.Tests.Core.Cache.Counters;
using Plugin = Scheduler.Plugins.InterPodAffinity.InterPodAffinity;

namespace Scheduler.Tests.Plugins.InterPodAffinity;

public sealed class InterPodAffinityTwinTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 0, false)]
    [InlineData(3, 50, true)]
    public void Kept_counts_and_counting_give_the_same_answers(int seed, int hardWeight, bool ignores)
    {
        RandomCluster world = new(seed);
        InterPodAffinityArgs args = new() { HardPodAffinityWeight = hardWeight, IgnorePreferredTermsOfExistingPods = ignores };
        PlacementTwins<Plugin> twins = new(world, context => new(context), args);
        for (int step = 0; step < 250; step++)
        {
            world.Step();
            PodInfo pod = world.WaitingPod();
            twins.Compare(pod, $"seed {seed}, step {step}");
            if (world.OneIn(3)) world.Assume(pod, world.RandomRow());
        }

        Assert.True(twins.RejectedCount > 100 && twins.ScoredCount > 50, $"{twins.RejectedCount} rejected, {twins.ScoredCount} scored");
    }
}
