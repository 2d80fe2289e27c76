using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Plugin = Scheduler.Plugins.SchedulingGates.SchedulingGates;

namespace Scheduler.Tests.Plugins.SchedulingGates;

public class SchedulingGatesHintsTests
{
    [Theory]
    [InlineData("p", EventAction.UpdatePodGatesEliminated, true)]
    [InlineData("other", EventAction.UpdatePodGatesEliminated, false)]
    [InlineData("p", EventAction.UpdatePodLabel, false)]
    public void A_pod_waits_for_its_own_gates_to_go(string subject, EventAction action, bool queues)
    {
        Cluster cluster = new();
        PodInfo changed = cluster.Prepare(Given.Pod(subject));
        Assert.Equal(queues, new Plugin().Queues(cluster.Prepare(Given.Pod("p")), Hinting.Updated(changed, changed, action)));
    }
}
