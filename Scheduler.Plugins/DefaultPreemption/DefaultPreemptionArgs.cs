using Scheduler.Core.Configuration;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>Arguments of DefaultPreemption.</summary>
public sealed partial record DefaultPreemptionArgs : IPluginArgs
{
    /// <summary>Share of the nodes that are looked at at least, in percent; 0 to 100.</summary>
    public int MinCandidateNodesPercentage { get; init; } = 10;

    /// <summary>Number of nodes that are looked at at least.</summary>
    public int MinCandidateNodesAbsolute { get; init; } = 100;
}
