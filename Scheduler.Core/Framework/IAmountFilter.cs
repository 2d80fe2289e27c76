using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>
/// A filter whose answer depends on the pods of a node only through what they take in all. So it can be asked what would be if some of them
/// left, without moving a pod; preemption asks that for many nodes.
/// </summary>
public interface IAmountFilter : IFilter
{
    /// <summary>The answer for a node on which pods took so much less. With nothing freed it is that of the plain question.</summary>
    Verdict Filter(PodInfo pod, NodeView node, in FreedAmounts freed);
}

/// <summary>What pods would give back if they left a node.</summary>
/// <param name="podCount">Number of pods.</param>
/// <param name="byResource">Amounts by resource id, in the units of the node table; resources beyond its end count as 0.</param>
public readonly ref struct FreedAmounts(int podCount, ReadOnlySpan<long> byResource)
{
    private readonly ReadOnlySpan<long> amounts = byResource;

    /// <summary>Number of pods that would leave.</summary>
    public int PodCount { get; } = podCount;

    /// <summary>The amount of a resource.</summary>
    public long this[int resource] => (uint)resource < (uint)amounts.Length ? amounts[resource] : 0;
}
