using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;
using Subject = Scheduler.Plugins.VolumeBinding.VolumeBinding;

namespace Scheduler.Tests.Plugins.VolumeBinding;

/// <summary>Node by node and over sets, the filter must say the same; the harness compares. Random clusters, the seed is the argument.</summary>
public sealed class VolumeBindingTwinTests
{
    private const string Host = "kubernetes.io/hostname";
    private const string Zone = "zone";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sets_and_single_nodes_agree(int seed)
    {
        Random random = new(seed);
        FilterHarness harness = new();
        for (int i = 0; i < 70; i++) harness.Node($"n{i}", (Host, $"n{i}"), (Zone, $"z{i % 3}"));
        harness.Class("local", provisioner: StorageNames.NoProvisioner).Class("made").Class("metered", provisioner: "metered.example.com");
        harness.Cluster.CsiDrivers.Set(new CsiDriver { Metadata = FilterHarness.Meta("metered.example.com", ""), StorageCapacity = true });
        harness.Cluster.StorageClasses.Set(new StorageClass
        {
            Metadata = FilterHarness.Meta("zonal", ""),
            Provisioner = "csi.example.com",
            VolumeBindingMode = StorageNames.WaitForFirstConsumer,
            AllowedTopologies = [new([KeyValuePair.Create(Zone, (string[])["z0", "z2"])])],
        });
        Subject plugin = new(harness.Context());
        HashSet<string> answers = [];
        for (int step = 0; step < 300; step++)
        {
            Change(random, harness);
            string[] claims = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"c{random.Next(12)}")];
            Pod pod = FilterHarness.Pod($"p{step}", Array.ConvertAll(claims, FilterHarness.Uses));
            string answer = harness.Ask(plugin, pod);
            foreach (string line in answer.Split('\n')) answers.Add(line[(line.IndexOf(": ", StringComparison.Ordinal) + 1)..]);
            int row = random.Next(70);
            if (answer.Contains($"n{row}: ok", StringComparison.Ordinal) && random.Next(3) == 0) TakeAndGiveBack(harness, plugin, pod, $"n{row}", random.Next(2) == 0);
        }

        Assert.True(answers.Count >= 6, string.Join("\n", answers));
    }

    private static void TakeAndGiveBack(FilterHarness harness, Subject plugin, Pod pod, string node, bool back)
    {
        PodInfo info = harness.Cluster.Prepare(pod);
        Assert.True(plugin.Reserve(info, node).IsSuccess);
        if (back) plugin.Unreserve(info, node);
    }

    private static void Change(Random random, FilterHarness harness)
    {
        string[] classes = ["local", "made", "metered", "zonal"];
        for (int i = 0; i < 3; i++)
        {
            string name = $"pv{random.Next(60)}", size = $"{random.Next(1, 6)}Gi";
            PersistentVolume volume = FilterHarness.MakeVolume(name, classes[random.Next(2)], size, random.Next(4) == 0 ? null : $"n{random.Next(70)}");
            if (random.Next(3) == 0) volume = volume with { NodeAffinity = new([new() { MatchExpressions = [new(Zone, "NotIn", [$"z{random.Next(3)}"])] }]) };
            if (random.Next(12) == 0) volume = volume with { ClaimRef = new("default", $"c{random.Next(12)}", "") };
            harness.Cluster.PersistentVolumes.Set(volume);
        }

        string claimName = $"c{random.Next(12)}";
        PersistentVolumeClaim claim = FilterHarness.MakeClaim(
            claimName, classes[random.Next(4)], random.Next(4) == 0 ? $"pv{random.Next(70)}" : "", $"{random.Next(1, 6)}Gi");
        if (random.Next(10) == 0)
            claim = claim with { Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.With(StorageNames.SelectedNode, $"n{random.Next(72)}") } };
        harness.Cluster.PersistentVolumeClaims.Set(claim);

        harness.Cluster.CsiStorageCapacities.Set(new CsiStorageCapacity
        {
            Metadata = FilterHarness.Meta($"space{random.Next(20)}", "storage"),
            StorageClassName = "metered",
            NodeTopology = new() { MatchLabels = random.Next(4) == 0 ? StringMap.Of((Zone, $"z{random.Next(3)}")) : StringMap.Of((Host, $"n{random.Next(70)}")) },
            Capacity = Quantity.Parse($"{random.Next(6)}Gi"),
        });
        if (random.Next(10) == 0)
        {
            int node = random.Next(70);
            harness.Cluster.UpdateNode(new Node
            {
                Metadata = new() { Name = $"n{node}", Labels = StringMap.Of((Host, $"n{node}"), (Zone, $"z{random.Next(3)}")) },
            });
        }
    }
}
