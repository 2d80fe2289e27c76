using Scheduler.Core.Cache;

namespace Scheduler.Tests.Plugins.NodeName;

public class NodeNameTests
{
    private readonly Cluster cluster = Given.Cluster([Given.Node("a"), Given.Node("b")]);

    [Fact]
    public void A_pod_that_names_its_node_fits_there_only()
    {
        SortedDictionary<string, string> answers = Ask("b");
        Assert.Equal("fits", answers["b"]);
        Assert.Equal("UnschedulableAndUnresolvable: node(s) didn't match the requested node name", answers["a"]);
    }

    [Fact]
    public void A_name_that_no_node_has_fits_nowhere() => Assert.DoesNotContain("fits", Ask("c").Values);

    [Fact]
    public void A_pod_that_names_none_fits_everywhere() => Assert.All(Ask("").Values, answer => Assert.Equal("fits", answer));

    private SortedDictionary<string, string> Ask(string name) =>
        Asking.Filter(new Scheduler.Plugins.NodeName.NodeName(), cluster, cluster.Prepare(Given.Pod("p", name)))!;
}
