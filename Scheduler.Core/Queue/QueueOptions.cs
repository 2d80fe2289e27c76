using Scheduler.Core.Configuration;

namespace Scheduler.Core.Queue;

/// <summary>How long pods wait (docs/semantics.md 5.2).</summary>
public sealed record QueueOptions
{
    /// <summary>The first backoff.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest backoff; zero disables backoff.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pods that have waited this long for an event are tried again without one.</summary>
    public TimeSpan UnschedulableTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gate SchedulerPopFromBackoffQ: an idle scheduler takes pods out of backoff early.</summary>
    public bool PopFromBackoff { get; init; } = true;

    /// <summary>The options that a configuration states.</summary>
    public static QueueOptions From(SchedulerConfiguration configuration, FeatureGates features) => new()
    {
        InitialBackoff = TimeSpan.FromSeconds(configuration.PodInitialBackoffSeconds),
        MaxBackoff = TimeSpan.FromSeconds(configuration.PodMaxBackoffSeconds),
        PopFromBackoff = features["SchedulerPopFromBackoffQ"],
    };
}
