using Scheduler.Core.Cycle;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Core.Cycle;

public sealed class TimeBudgetTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void What_has_taken_more_than_its_share_waits_until_enough_time_has_passed()
    {
        TimeBudget budget = new(clock, 0.1);
        Assert.True(budget.HasRoom());
        budget.Begin();
        clock.Advance(TimeSpan.FromSeconds(2));
        budget.End();
        Assert.False(budget.HasRoom());
        clock.Advance(TimeSpan.FromSeconds(17));
        Assert.False(budget.HasRoom());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.HasRoom());
    }

    [Fact]
    public void All_of_the_time_is_never_used_up()
    {
        TimeBudget budget = new(clock, 1);
        budget.Begin();
        clock.Advance(TimeSpan.FromHours(1));
        budget.End();
        Assert.True(budget.HasRoom());
    }
}
