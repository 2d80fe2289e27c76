using System.Runtime.InteropServices;
using System.Text.Json;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Reading;

/// <summary>The committed dumps and golden cases, read as a whole.</summary>
public sealed class DumpTests
{
    [Theory]
    [InlineData("eu-1", 200, 1265, 12)]
    [InlineData("eu-2", 72, 1071, 10)]
    public void A_dump_holds_the_objects_that_kubectl_wrote(string name, int nodes, int pods, int namespaces)
    {
        ClusterObjects cluster = ClusterFiles.Load(Fixtures.PathOf($"clusters/{name}.json.gz"));
        Assert.Equal(nodes, cluster.Nodes.Count);
        Assert.Equal(pods, cluster.Pods.Count);
        Assert.Equal(namespaces, cluster.Namespaces.Count);
        Assert.Empty(cluster.SkippedKinds);
    }

    [Fact]
    public void Every_kind_of_a_dump_arrives()
    {
        ClusterObjects cluster = ClusterFiles.Load(Fixtures.PathOf("clusters/eu-2.json.gz"));
        Assert.Equal(44, cluster.Services.Count);
        Assert.Equal(96 + 96 + 8 + 3 + 1, cluster.Workloads.Count);
        Assert.Equal(38, cluster.PodDisruptionBudgets.Count);
        Assert.Equal(6, cluster.PriorityClasses.Count);
        Assert.Equal(40, cluster.PersistentVolumes.Count);
        Assert.Equal(36, cluster.PersistentVolumeClaims.Count);
        Assert.Equal(72, cluster.CsiNodes.Count);
        Assert.Single(cluster.StorageClasses);
        Assert.Single(cluster.CsiDrivers);
        Assert.Equal(cluster.All().Count(), cluster.Count);
    }

    [Fact]
    public void Pods_of_one_template_share_their_parts()
    {
        ClusterObjects cluster = ClusterFiles.Load(Fixtures.PathOf("clusters/eu-1.json.gz"));
        int distinct = cluster.Pods.Select(pod => pod.Spec.Containers).Distinct(ReferenceEqualityComparer.Instance).Count();
        Assert.InRange(distinct, 1, 100);
    }

    [Fact]
    public void Every_golden_input_is_read_without_error()
    {
        KubeReader reader = new();
        int cases = 0, objects = 0;
        foreach ((string file, string line) in Fixtures.GoldenLines())
        {
            using JsonDocument document = JsonDocument.Parse(line);
            cases++;
            foreach (JsonProperty property in document.RootElement.GetProperty("input").EnumerateObject())
            {
                KubeKind? kind = property.Name == "pending" ? KubeKind.Pod : KubeKinds.FindPlural(property.Name);
                if (kind is null)
                {
                    Assert.Contains(property.Name, (string[])["config", "featureGates", "applyPreemption"]);
                    continue;
                }

                foreach (JsonElement element in property.Value.EnumerateArray())
                {
                    IKubeObject obj = reader.Read(JsonMarshal.GetRawUtf8Value(element), kind.Value, file);
                    Assert.Equal(element.GetProperty("metadata").GetProperty("name").GetString(), obj.Metadata.Name);
                    objects++;
                }
            }
        }

        Assert.Equal(1007, cases);
        Assert.InRange(objects, 40_000, 60_000);
    }
}
