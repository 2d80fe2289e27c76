using Scheduler.Core.Configuration;

namespace Scheduler.Plugins.InterPodAffinity;

/// <summary>Arguments of InterPodAffinity.</summary>
public sealed partial record InterPodAffinityArgs : IPluginArgs
{
    /// <summary>What a required affinity term of an existing pod that matches the incoming one adds to the score; 0 to 100.</summary>
    public int HardPodAffinityWeight { get; init; } = 1;

    /// <summary>True: existing pods' terms count only for pods that have preferred terms themselves.</summary>
    public bool IgnorePreferredTermsOfExistingPods { get; init; }
}
