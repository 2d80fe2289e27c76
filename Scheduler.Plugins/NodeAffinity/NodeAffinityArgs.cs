using Scheduler.Core.Configuration;

namespace Scheduler.Plugins.NodeAffinity;

/// <summary>Arguments of NodeAffinity.</summary>
public sealed partial record NodeAffinityArgs : IPluginArgs
{
    /// <summary>Node affinity that every pod of the profile gets in addition to its own; null for none.</summary>
    public Core.Objects.NodeAffinity? AddedAffinity { get; init; }
}
