using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.ImageLocality.ImageLocality;

namespace Scheduler.Tests.Plugins.ImageLocality;

public class ImageLocalityTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(22, 0)]
    [InlineData(46, 0)]
    [InlineData(500, 23)]
    [InlineData(2000, 100)]
    [InlineData(5000, 100)]
    public void The_score_follows_size_times_spread(long mebibytes, long expected)
    {
        // One of two nodes has it: half of the size counts.
        Cluster cluster = Given.Cluster([Holding("has", new ContainerImage(["app:1"], mebibytes * MiB)), Given.Node("has-not")]);
        SortedDictionary<string, long> scores = Score(cluster, Running("app:1"));
        Assert.Equal(expected, scores["has"]);
        Assert.Equal(0, scores["has-not"]);
    }

    [Theory]
    [InlineData("app", "app:latest", true)]
    [InlineData("registry:5000/app", "registry:5000/app:latest", true)]
    [InlineData("registry:5000/app", "registry:5000/app", false)]
    [InlineData("app@sha256:123", "app@sha256:123", true)]
    public void A_name_without_a_tag_means_latest(string used, string held, bool counts)
    {
        Cluster cluster = Given.Cluster([Holding("n", new ContainerImage([held], 1000 * MiB))]);
        Assert.Equal(counts ? 100 : 0, Score(cluster, Running(used))["n"]);
    }

    [Fact]
    public void Every_container_raises_the_bar_and_image_volumes_do_not()
    {
        Cluster cluster = Given.Cluster([Holding("n", new ContainerImage(["app:1"], 1000 * MiB))]);
        PodSpec two = Running("app:1", "none:1");
        Assert.Equal(100 * (1000 - 23) / (2000 - 23), Score(cluster, two)["n"]);
        PodSpec withVolume = two with { Volumes = [new() { Name = "v", ImageReference = "app:1" }] };
        Assert.Equal(100, Score(cluster, withVolume)["n"]);
    }

    [Fact]
    public void The_first_size_that_was_reported_counts_on_all_nodes()
    {
        Cluster cluster = Given.Cluster([Holding("a", new ContainerImage(["app:1"], 500 * MiB)), Holding("b", new ContainerImage(["app:1"], 900 * MiB))]);
        SortedDictionary<string, long> scores = Score(cluster, Running("app:1"));
        Assert.Equal((scores["a"], scores["b"]), (48, 48));
    }

    private static Node Holding(string name, params ContainerImage[] images) => Given.Node(name) with { Images = images };

    private static PodSpec Running(params string[] images) => new() { Containers = [.. images.Select(image => new Container { Image = image })] };

    private static SortedDictionary<string, long> Score(Cluster cluster, PodSpec spec) =>
        Asking.Score(new Plugin(Given.Context(cluster)), cluster, cluster.Prepare(Given.Pod("p") with { Spec = spec }))!;
}
