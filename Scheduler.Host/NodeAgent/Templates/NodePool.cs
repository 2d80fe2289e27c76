using System.Globalization;

namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>Simulated nodes that are alike.</summary>
public sealed record NodePool
{
    /// <summary>What a node has where nothing is said: 8 cores, 32Gi, 110 pods.</summary>
    public static IReadOnlyDictionary<string, string> DefaultCapacity { get; } =
        new Dictionary<string, string> { ["cpu"] = "8", ["memory"] = "32Gi", ["ephemeral-storage"] = "100Gi", ["pods"] = "110" };

    /// <summary>The nodes are named after it: <c>node-00000</c>, <c>node-00001</c> and so on.</summary>
    public string Name { get; init; } = "node";

    /// <summary>How many; null: as many as <see cref="SimulatedNodesOptions.Count"/> says.</summary>
    public int? Count { get; init; }

    /// <summary>What each node has, as quantities.</summary>
    public IReadOnlyDictionary<string, string> Capacity { get; init; } = DefaultCapacity;

    /// <summary>What pods may have of it, where that is another amount.</summary>
    public IReadOnlyDictionary<string, string> Allocatable { get; init; } = new Dictionary<string, string>();

    /// <summary>Beside those that every node has. They win over those.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PoolTaint> Taints { get; init; } = [];

    public bool Unschedulable { get; init; }

    public string Region { get; init; } = "local";

    /// <summary>The nodes are spread over them in turn; none: nodes without a zone.</summary>
    public IReadOnlyList<string> Zones { get; init; } = ["zone-0", "zone-1", "zone-2"];

    public string NameOf(int index) => $"{Name}-{index.ToString("00000", CultureInfo.InvariantCulture)}";
}

/// <summary>A taint that every node of a pool has.</summary>
public readonly record struct PoolTaint(string Key, string Value, string Effect);
