using Scheduler.Core.Objects;
using Scheduler.Host.NodeAgent.Lifecycle;

namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>A simulated node: what it has and who is on it.</summary>
internal sealed class Machine(string name, string address)
{
    public string Name => name;

    public string Address { get; set; } = address;

    /// <summary>The node as it was last seen; null before that.</summary>
    public Node? Node { get; set; }

    /// <summary>It is as if its network were gone: it renews no lease and reports nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What the pods that it accepted and that have not ended take, by uid.</summary>
    public Dictionary<string, PodDemand> Pods { get; } = new(StringComparer.Ordinal);
}
