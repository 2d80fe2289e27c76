using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Plugin = Scheduler.Plugins.DefaultPreemption.DefaultPreemption;

namespace Scheduler.Tests.Plugins.DefaultPreemption;

public class DefaultPreemptionHintsTests
{
    [Fact]
    public void A_pod_that_goes_is_looked_at_but_never_enough()
    {
        Cluster cluster = new();
        Plugin plugin = new(Given.Context(cluster));
        ClusterEvent happened = Hinting.Deleted(cluster.Prepare(Given.Pod("victim", "n")));
        Assert.Contains(plugin.Events, registration => registration.Covers(happened));
        Assert.False(plugin.Queues(cluster.Prepare(Given.Pod("p")), happened));
    }
}
