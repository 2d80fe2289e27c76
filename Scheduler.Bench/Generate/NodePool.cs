using System.Globalization;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Generate;

/// <summary>A kind of node: size, taint, and its share of the cluster.</summary>
internal sealed record NodePool(string Name, int SharePercent, int Cpu, int MemoryGi, Taint[] Taints, (string Name, long Count)[] Devices)
{
    /// <summary>The resource name of a graphics card.</summary>
    public const string Gpu = "nvidia.com/gpu";

    private static readonly NodePool[] All =
    [
        new("general", 60, 16, 64, [], []),
        new("compute", 15, 64, 128, [], []),
        new("memory", 10, 16, 256, [], []),
        new("spot", 10, 16, 64, [new("spot", "true", "PreferNoSchedule")], []),
        new("gpu", 5, 32, 256, [new(Gpu, "present", "NoSchedule")], [(Gpu, 8)]),
    ];

    /// <summary>The pool of a number from 0 to 99: pools get their shares.</summary>
    public static NodePool At(int percent)
    {
        foreach (NodePool pool in All)
        {
            if (percent < pool.SharePercent) return pool;
            percent -= pool.SharePercent;
        }

        return All[0];
    }

    public Node MakeNode(int number, string zone, SeededRandom random)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Name}-{number:d5}");
        KeyValuePair<string, Quantity>[] amounts =
        [
            new("cpu", Quantity.FromUnits(Cpu)),
            new("memory", Quantity.FromUnits((long)MemoryGi << 30)),
            new("ephemeral-storage", Quantity.FromUnits(200L << 30)),
            new("pods", Quantity.FromUnits(110)),
            .. Devices.Select(device => KeyValuePair.Create(device.Name, Quantity.FromUnits(device.Count))),
        ];
        return new()
        {
            Metadata = new()
            {
                Name = name,
                Labels = StringMap.Of(
                    ("kubernetes.io/hostname", name), ("kubernetes.io/os", "linux"), ("kubernetes.io/arch", random.Percent(15) ? "arm64" : "amd64"),
                    ("pool", Name), ("topology.kubernetes.io/zone", zone), ("topology.kubernetes.io/region", "region-1"),
                    ("rack", string.Create(CultureInfo.InvariantCulture, $"{zone}-r{random.Next(20)}"))),
                CreationTimestamp = ClusterGenerator.Epoch,
            },
            Taints = Taints,
            Capacity = ResourceList.From(amounts),
            Allocatable = ResourceList.From(amounts),
            Images = [.. Enumerable.Range(0, 8).Select(_ => random.Next(60)).Distinct().Select(image => new ContainerImage([WorkloadFactory.Image(image)], (20L + (image * 13)) << 20))],
        };
    }
}
