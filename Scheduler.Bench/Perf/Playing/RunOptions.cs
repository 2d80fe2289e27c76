using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Plugins;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>How a workload is played.</summary>
public sealed record RunOptions
{
    /// <summary>What the engine is made with.</summary>
    public CycleOptions Cycle { get; init; } = new();

    /// <summary>Which decisions are also made by the plain engine and compared.</summary>
    public CheckRate Check { get; init; }

    /// <summary>The plugins that exist.</summary>
    public PluginCatalog Catalog { get; init; } = DefaultPlugins.Catalog;

    /// <summary>A KubeSchedulerConfiguration file; null for the default configuration.</summary>
    public string? Config { get; init; }

    /// <summary>Plugins of the catalog that filter and score after the default ones, with weight 1.</summary>
    public string[] MorePlugins { get; init; } = [];
}
