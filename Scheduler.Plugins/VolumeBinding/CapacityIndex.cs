using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>What storage systems say about their free space: by class, where and how much.</summary>
public sealed class CapacityIndex(NodeTable nodes, ObjectTable<CsiStorageCapacity> capacities)
{
    private readonly Dictionary<Selector, int> topologyIds = [];
    private readonly NodeSetCache<Selector> rows = new(nodes, NodeColumns.Labels, static (topology, node) => topology.Matches(node.Labels));
    private readonly Dictionary<string, List<StorageSpace>> byClass = new(StringComparer.Ordinal);
    private long version = -1;

    /// <summary>Brings the index up to date.</summary>
    public void Update()
    {
        if (version == capacities.Version) return;
        version = capacities.Version;
        byClass.Clear();
        foreach (CsiStorageCapacity capacity in capacities.All.OrderBy(item => item.Metadata.Key, StringComparer.Ordinal))
        {
            if (capacity.NodeTopology is null || Selector.Parse(capacity.NodeTopology, out _) is not { } selector) continue;
            if ((capacity.MaximumVolumeSize ?? capacity.Capacity) is not { } largest) continue;
            if (!byClass.TryGetValue(capacity.StorageClassName, out List<StorageSpace>? list)) byClass.Add(capacity.StorageClassName, list = []);
            if (!topologyIds.TryGetValue(selector, out int id)) topologyIds.Add(selector, id = topologyIds.Count);
            list.Add(new(id, selector, largest.Value, (capacity.Capacity ?? Quantity.Zero).Value));
        }
    }

    /// <summary>The space for a volume of this many bytes on a node with these labels; null where there is none. Among several the first by name counts.</summary>
    public StorageSpace? Find(string className, long bytes, StringMap nodeLabels)
    {
        if (!byClass.TryGetValue(className, out List<StorageSpace>? list)) return null;
        foreach (StorageSpace space in list)
            if (space.LargestBytes >= bytes && space.Topology.Matches(nodeLabels)) return space;
        return null;
    }

    /// <summary>Takes the rows out of a set that reach space for a volume of this many bytes.</summary>
    public void RemoveServed(string className, long bytes, NodeSet from)
    {
        if (!byClass.TryGetValue(className, out List<StorageSpace>? list)) return;
        foreach (StorageSpace space in list)
            if (space.LargestBytes >= bytes) from.AndNot(rows.Rows(space.TopologyId, space.Topology));
    }
}

/// <summary>Space of one class.</summary>
/// <param name="TopologyId">Number of the topology: equal ones have equal numbers.</param>
/// <param name="Topology">The nodes that reach it, by label.</param>
/// <param name="LargestBytes">The largest volume that can be made.</param>
/// <param name="CapacityBytes">All the space.</param>
public sealed record StorageSpace(int TopologyId, Selector Topology, long LargestBytes, long CapacityBytes);
