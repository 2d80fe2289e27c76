using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodeName.NodeName;

namespace Scheduler.Tests.Plugins.NodeName;

public class NodeNameHintsTests
{
    [Fact]
    public void Any_new_node_helps_and_nothing_that_happens_to_old_ones()
    {
        PodInfo pod = new Cluster().Prepare(Given.Pod("p", "wanted"));
        Node node = Given.Node("other");
        Assert.True(new Plugin().Queues(pod, Hinting.Added(node)));
        Assert.False(new Plugin().Queues(pod, Hinting.Updated(node, node, EventAction.UpdateNodeLabel)));
    }
}
