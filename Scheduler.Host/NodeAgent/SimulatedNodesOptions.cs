using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent;

/// <summary>Which nodes are simulated and what becomes of the pods that they are given. <see cref="NodeTemplateFile"/> reads them from a file.</summary>
public sealed record SimulatedNodesOptions
{
    /// <summary>Nodes of every pool that names no number of its own.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The kinds of nodes there are.</summary>
    public IReadOnlyList<NodePool> Pools { get; init; } = [new NodePool()];

    /// <summary>What becomes of pods: the first rule that matches one counts, and its annotations come before all.</summary>
    public IReadOnlyList<PodRule> Pods { get; init; } = [];

    /// <summary>Chooses within delays that have a range. The same seed and the same names of pods give the same delays.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How often a node renews its lease; a lease lasts four times as long.</summary>
    public TimeSpan LeaseInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Up to so many nodes tell of their pods in Events, as kubelets do; of thousands of nodes nobody reads them.</summary>
    public int EventNodesMax { get; init; } = 100;

    /// <summary>All nodes together.</summary>
    public int Total => Pools.Sum(pool => pool.Count ?? Count);
}
