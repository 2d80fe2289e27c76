using Scheduler.Core.Cache;

namespace Scheduler.Tests.Plugins.PrioritySort;

public class PrioritySortTests
{
    private static readonly DateTimeOffset Early = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Late = Early.AddSeconds(1);

    [Theory]
    [InlineData(10, 5, -1)]
    [InlineData(5, 10, 1)]
    [InlineData(null, 0, -1)]
    [InlineData(-2000000000, 2000000000, 1)]
    public void More_important_pods_come_first_then_those_that_waited_longer(int? a, int? b, int sign) =>
        Assert.Equal(sign, Math.Sign(new Scheduler.Plugins.PrioritySort.PrioritySort().Compare(Pod(a), Early, Pod(b), Late)));

    [Fact]
    public void Equal_pods_are_equal() =>
        Assert.Equal(0, new Scheduler.Plugins.PrioritySort.PrioritySort().Compare(Pod(1), Early, Pod(1), Early));

    private static PodInfo Pod(int? priority) => new Cluster().Prepare(Given.Pod("p") with { Spec = new() { Priority = priority } });
}
