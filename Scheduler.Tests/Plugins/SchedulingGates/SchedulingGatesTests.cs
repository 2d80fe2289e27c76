using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Plugins.SchedulingGates;

public class SchedulingGatesTests
{
    [Fact]
    public void Gates_hold_a_pod_back_and_are_named_in_order()
    {
        Status status = Ask("b", "a");
        Assert.Equal(StatusCode.UnschedulableAndUnresolvable, status.Code);
        Assert.Equal("waiting for scheduling gates: [b a]", status.Message);
    }

    [Fact]
    public void Without_gates_a_pod_may_enter() => Assert.True(Ask().IsSuccess);

    private static Status Ask(params string[] gates) =>
        new Scheduler.Plugins.SchedulingGates.SchedulingGates().PreEnqueue(new Cluster().Prepare(Given.Pod("p") with { Spec = new() { SchedulingGates = gates } }));
}
