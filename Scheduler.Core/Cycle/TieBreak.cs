using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle;

/// <summary>Chooses among equal best nodes by a written rule: the first node at or after the pod's place in an order of all nodes, around a ring.</summary>
public abstract class TieBreak
{
    /// <summary>The chosen row of a non-empty set.</summary>
    public abstract int Choose(PodInfo pod, NodeSet best, NodeTable nodes);

    /// <summary>What nodes are ordered by; equal keys by name.</summary>
    public abstract ulong KeyOf(string nodeName);

    /// <summary>Where the pod stands in that order: the first node whose key is not smaller is its first choice.</summary>
    public abstract ulong StartOf(PodInfo pod);
}

/// <summary>The smallest node name in byte order: the convention of the golden set.</summary>
public sealed class SmallestName : TieBreak
{
    /// <inheritdoc/>
    public override ulong KeyOf(string nodeName) => 0;

    /// <inheritdoc/>
    public override ulong StartOf(PodInfo pod) => 0;

    /// <inheritdoc/>
    public override int Choose(PodInfo pod, NodeSet best, NodeTable nodes)
    {
        int chosen = -1;
        foreach (int row in best)
            if (chosen < 0 || string.CompareOrdinal(nodes.Name(row), nodes.Name(chosen)) < 0) chosen = row;
        return chosen;
    }
}

/// <summary>
/// The successor of the pod's key on the ring of node keys; keys are hashes of (seed, name). Stable when other nodes come and go,
/// independent of order and threads. Equal keys: the smaller name.
/// </summary>
public sealed class SeededRing(ulong seed) : TieBreak
{
    private string?[] names = [];
    private ulong[] keys = [];

    /// <inheritdoc/>
    public override ulong KeyOf(string nodeName) => StableHash.Of(seed, nodeName);

    /// <inheritdoc/>
    public override ulong StartOf(PodInfo pod) => StableHash.Of(seed, pod.Key);

    /// <inheritdoc/>
    public override int Choose(PodInfo pod, NodeSet best, NodeTable nodes)
    {
        ulong start = StartOf(pod);
        int chosen = -1;
        ulong chosenDistance = 0;
        foreach (int row in best)
        {
            // Distances wrap around the ring: the successor has the smallest.
            ulong distance = KeyOf(row, nodes) - start;
            if (chosen >= 0 && (distance > chosenDistance
                || (distance == chosenDistance && string.CompareOrdinal(nodes.Name(row), nodes.Name(chosen)) > 0))) continue;
            chosen = row;
            chosenDistance = distance;
        }

        return chosen;
    }

    private ulong KeyOf(int row, NodeTable nodes)
    {
        if (row >= names.Length)
        {
            Array.Resize(ref names, Math.Max(nodes.RowCount, names.Length * 2));
            Array.Resize(ref keys, names.Length);
        }

        string name = nodes.Name(row);
        if (!ReferenceEquals(names[row], name))
        {
            names[row] = name;
            keys[row] = KeyOf(name);
        }

        return keys[row];
    }
}
