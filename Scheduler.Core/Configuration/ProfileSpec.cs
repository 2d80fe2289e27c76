using System.Text.Json;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>A profile after defaulting and merging: which plugins run at which moment, in which order, with which weight and arguments.</summary>
public sealed record ProfileSpec
{
    public string SchedulerName { get; init; } = "default-scheduler";

    /// <summary>1 to 100, or 0 for a share that shrinks with the cluster (docs/semantics.md 2.3); null where the global value counts.</summary>
    public int? PercentageOfNodesToScore { get; init; }

    /// <summary>The plugins of each moment, in order. Moments without plugins may be absent.</summary>
    public IReadOnlyDictionary<ExtensionPoint, EnabledPlugin[]> Plugins { get; init; } = new Dictionary<ExtensionPoint, EnabledPlugin[]>();

    /// <summary>Checked arguments by plugin name, defaults included.</summary>
    public IReadOnlyDictionary<string, object> Args { get; init; } = new Dictionary<string, object>();

    /// <summary>Arguments, as written, of plugins that take none or do not exist. Nothing reads them.</summary>
    public IReadOnlyDictionary<string, JsonElement> WrittenArgs { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>A plugin at one moment. The weight counts at Score only.</summary>
public readonly record struct EnabledPlugin(string Name, int Weight);
