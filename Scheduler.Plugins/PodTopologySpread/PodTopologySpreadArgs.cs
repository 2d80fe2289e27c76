using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.PodTopologySpread;

/// <summary>Arguments of PodTopologySpread.</summary>
public sealed partial record PodTopologySpreadArgs : IPluginArgs
{
    /// <summary>True: the built-in constraints for pods without own ones (System). False: <see cref="DefaultConstraints"/> (List).</summary>
    public bool UseSystemDefaults { get; init; } = true;

    /// <summary>Constraints for pods without own ones; they have no selectors.</summary>
    public TopologySpreadConstraint[] DefaultConstraints { get; init; } = [];
}
