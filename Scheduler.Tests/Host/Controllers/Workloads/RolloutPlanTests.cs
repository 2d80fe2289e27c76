using Scheduler.Host.Controllers.Workloads;

namespace Scheduler.Tests.Host.Controllers.Workloads;

public sealed class RolloutPlanTests
{
    [Fact]
    public void A_rollout_adds_the_surge_first_and_takes_away_only_what_is_replaced()
    {
        Assert.Equal("new=1", Step(1, 0, new("old", 3, 3), new("new", 0, 0)));
        Assert.Equal("", Step(1, 0, new("old", 3, 3), new("new", 1, 0)));
        Assert.Equal("old=2", Step(1, 0, new("old", 3, 3), new("new", 1, 1)));
    }

    [Fact]
    public void Without_surge_an_old_pod_gives_way_first() => Assert.Equal("old=2", Step(0, 0, new("old", 3, 3), new("new", 0, 0)));

    [Fact]
    public void Scaling_down_needs_no_second_set() => Assert.Equal("new=3", Step(1, 0, new SetSize("new", 5, 5)));

    private static string Step(long surge, long unavailable, params SetSize[] sets) =>
        string.Join(' ', RolloutPlan.Of(3, surge, unavailable, "new", sets).Select(pair => $"{pair.Key}={pair.Value}"));
}
