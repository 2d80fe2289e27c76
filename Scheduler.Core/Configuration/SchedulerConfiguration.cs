using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>A <c>KubeSchedulerConfiguration</c> (v1): read, defaulted, merged and checked. Feature gates are not part of it.</summary>
public sealed partial record SchedulerConfiguration
{
    public const string ApiVersion = "kubescheduler.config.k8s.io/v1";
    public const string Kind = "KubeSchedulerConfiguration";

    /// <summary>The name of the profile in a configuration that does not name its only one.</summary>
    public const string DefaultSchedulerName = "default-scheduler";

    private const int AllNodes = 100;

    /// <summary>Number of workers that look at nodes; at least 1. Decisions do not depend on it.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>
    /// The share of nodes, in percent, after which the search for feasible ones ends; 0: a share that shrinks with the cluster
    /// (docs/semantics.md 2.3). Where nothing is written all nodes are looked at, unlike in kube-scheduler.
    /// </summary>
    public int PercentageOfNodesToScore { get; init; } = AllNodes;

    /// <summary>The first wait of a pod that could not be scheduled; at least 1.</summary>
    public long PodInitialBackoffSeconds { get; init; } = 1;

    /// <summary>The longest wait; at least <see cref="PodInitialBackoffSeconds"/>.</summary>
    public long PodMaxBackoffSeconds { get; init; } = 10;

    public ClientConnectionOptions ClientConnection { get; init; } = new();

    public LeaderElectionOptions LeaderElection { get; init; } = new();

    public bool EnableProfiling { get; init; } = true;

    public bool EnableContentionProfiling { get; init; } = true;

    /// <summary>True: caches are filled only when this process leads.</summary>
    public bool DelayCacheUntilActive { get; init; }

    /// <summary>In the order in which they were written; at least one; the names differ.</summary>
    public IReadOnlyList<ProfileSpec> Profiles { get; init; } = [];

    /// <summary>In the order in which they are asked: the ones that may be ignored come last.</summary>
    public IReadOnlyList<ExtenderOptions> Extenders { get; init; } = [];

    /// <summary>What was written to no effect, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The profile of a scheduler name, or null.</summary>
    public ProfileSpec? FindProfile(string schedulerName) => Profiles.FirstOrDefault(profile => profile.SchedulerName == schedulerName);

    /// <summary>The configuration of somebody who writes none.</summary>
    public static SchedulerConfiguration Default(PluginCatalog catalog, FeatureGates features)
    {
        FieldErrors errors = new();
        SchedulerConfiguration configuration = Resolve(new(), [new() { Path = "profiles[0]" }], catalog, features, errors);
        return errors.Items.Count == 0 ? configuration : throw new ConfigurationException("default configuration", errors.Items);
    }
}
