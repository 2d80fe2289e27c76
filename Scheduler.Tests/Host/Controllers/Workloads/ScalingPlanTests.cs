using Scheduler.Host.Controllers.Workloads;

namespace Scheduler.Tests.Host.Controllers.Workloads;

public sealed class ScalingPlanTests
{
    [Fact]
    public void Sets_grow_in_proportion_and_the_largest_takes_what_is_left_over() => Assert.Equal("a=11 b=7", Plan(15, 3, ("a", 8, 13), ("b", 5, 13)));

    [Fact]
    public void Sets_shrink_in_proportion() => Assert.Equal("a=5 b=3", Plan(5, 3, ("a", 8, 13), ("b", 5, 13)));

    [Fact]
    public void Nothing_is_left_when_nothing_is_wanted() => Assert.Equal("a=0 b=0", Plan(0, 3, ("a", 8, 13), ("b", 5, 13)));

    [Fact]
    public void The_sum_is_always_what_may_be_there()
    {
        var random = new Random(7);
        for (var round = 0; round < 1000; round++)
        {
            var sets = Enumerable.Range(0, random.Next(1, 6)).Select(i => new SetShare($"{i}", random.Next(1, 40), random.Next(1, 100))).ToList();
            var (wanted, surge) = (random.Next(1, 100), random.Next(0, 10));
            var plan = ScalingPlan.Of(wanted, surge, sets);
            Assert.All(plan, size => Assert.True(size.Value >= 0));
            if (plan.All(size => size.Value > 0)) Assert.Equal(wanted + surge, plan.Sum(size => size.Value));
        }
    }

    private static string Plan(long wanted, long surge, params (string, long, long)[] sets) =>
        string.Join(' ', ScalingPlan.Of(wanted, surge, [.. sets.Select(set => new SetShare(set.Item1, set.Item2, set.Item3))]).OrderBy(size => size.Key, StringComparer.Ordinal).Select(size => $"{size.Key}={size.Value}"));
}
