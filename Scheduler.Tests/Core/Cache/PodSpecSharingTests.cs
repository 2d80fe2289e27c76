using System.Text;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Cache;

public sealed class PodSpecSharingTests
{
    private readonly Cluster cluster = new();
    private readonly KubeReader reader = new();

    [Fact]
    public void Replicas_on_different_nodes_share_what_follows_from_their_spec()
    {
        cluster.SetPod(Read("a", "\"nodeName\":\"n1\",", "token-1"));
        cluster.SetPod(Read("b", "\"nodeName\":\"n2\",", "token-2"));
        Assert.Same(cluster.FindPod("default/a")!.Spec, cluster.FindPod("default/b")!.Spec);
        Assert.Same(cluster.FindPod("default/a")!.Spec, cluster.Prepare(Read("c", "", "token-3")).Spec);
        Assert.Equal("n2", cluster.FindPod("default/b")!.Pod.Spec.NodeName);
    }

    [Theory]
    [InlineData("\"nodeName\":\"n1\",")]
    [InlineData("\"priority\":7,")]
    [InlineData("\"hostNetwork\":true,")]
    [InlineData("\"nodeSelector\":{\"disk\":\"ssd\"},")]
    [InlineData("\"tolerations\":[{\"key\":\"k\"}],")]
    public void What_a_waiting_pod_asks_for_sets_it_apart(string asks) =>
        Assert.NotSame(cluster.Prepare(Read("a", "", "t")).Spec, cluster.Prepare(Read("b", asks, "t")).Spec);

    [Fact]
    public void A_claim_sets_pods_apart_and_so_does_the_namespace()
    {
        Pod plain = Read("a", "", "t"), claiming = plain with { Spec = plain.Spec with { Volumes = [new() { Name = "t", ClaimName = "data" }] } };
        Pod elsewhere = plain with { Metadata = plain.Metadata with { Namespace = "other" } };
        Assert.NotSame(cluster.Prepare(plain).Spec, cluster.Prepare(claiming).Spec);
        Assert.NotSame(cluster.Prepare(plain).Spec, cluster.Prepare(elsewhere).Spec);
    }

    [Fact]
    public void More_specs_than_the_table_holds_are_still_told_apart()
    {
        PodInfo[] pods = [.. Enumerable.Range(0, 20_000).Select(i => cluster.Prepare(Read($"p{i}", $"\"priority\":{i},", "t")))];
        Assert.Distinct(pods.Select(pod => pod.Spec));
    }

    private Pod Read(string name, string more, string token) => (Pod)reader.Read(Encoding.UTF8.GetBytes(
        "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\",\"uid\":\"" + name + "\"},\"spec\":{" + more
        + "\"volumes\":[{\"name\":\"" + token + "\",\"projected\":{}}],\"containers\":[{\"name\":\"app\",\"resources\":{\"requests\":{\"cpu\":\"1\"}}}]}}"), KubeKind.Pod);
}
