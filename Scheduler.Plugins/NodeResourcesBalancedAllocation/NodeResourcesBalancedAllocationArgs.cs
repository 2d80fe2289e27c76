using Scheduler.Core.Configuration;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.NodeResourcesBalancedAllocation;

/// <summary>Arguments of NodeResourcesBalancedAllocation.</summary>
public sealed partial record NodeResourcesBalancedAllocationArgs : IPluginArgs
{
    /// <summary>The resources to balance; their weights must be 1.</summary>
    public ResourceSpec[] Resources { get; init; } = [new("cpu", 1), new("memory", 1)];
}
