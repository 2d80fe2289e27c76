using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Tests.Core.Writing;

public sealed class ObjectWriterTests
{
    public static TheoryData<KubeKind> Kinds => [.. Enum.GetValues<KubeKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read_back_unchanged(KubeKind kind)
    {
        KubeReader reader = new();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            IKubeObject written = new RandomObjects(seed).Make(kind);
            string json = ObjectWriter.ToJson(written);
            IKubeObject read = reader.Read(Encoding.UTF8.GetBytes(json), kind);
            string? difference = DeepEquality.Difference(written, read);
            return (difference is null).Label($"seed {seed}: {difference}\n{json}");
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("eu-1")]
    [InlineData("eu-2")]
    public void A_dump_survives_being_written_and_read(string name)
    {
        ClusterObjects cluster = ClusterFiles.Load(Fixtures.PathOf($"clusters/{name}.json.gz"));
        MemoryStream stream = new();
        ObjectWriter.WriteList(stream, cluster.All());
        ClusterObjects again = new();
        new KubeReader().ReadAny(stream.ToArray(), again, name);
        Assert.Null(DeepEquality.Difference(cluster.All().ToArray(), again.All().ToArray()));
    }

    [Fact]
    public void A_pod_is_written_as_a_person_would()
    {
        Pod pod = new()
        {
            Metadata = new() { Name = "web-1", Namespace = "shop", Labels = StringMap.Of(("app", "web")), CreationTimestamp = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) },
            Spec = new()
            {
                Priority = 1000,
                NodeSelector = StringMap.Empty,
                Containers = [new() { Name = "c", Resources = new() { Requests = ResourceList.From([new("cpu", Quantity.FromMilli(1500)), new("memory", Quantity.FromUnits(3L << 29))]) } }],
                Tolerations = [new("gpu", "Exists", "", "NoSchedule")],
            },
        };
        Verify.That(ObjectWriter.ToJson(pod, indented: true));
    }
}
