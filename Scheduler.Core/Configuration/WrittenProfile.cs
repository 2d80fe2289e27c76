using System.Text.Json;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>A profile as the user wrote it: before defaults, merging and checks.</summary>
internal sealed record WrittenProfile
{
    /// <summary>Where it stands, such as <c>profiles[0]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Null where it was not written.</summary>
    public string? SchedulerName { get; init; }

    public int? PercentageOfNodesToScore { get; init; }

    public PluginSet MultiPoint { get; init; } = PluginSet.Empty;

    /// <summary>Only the moments that were written.</summary>
    public IReadOnlyDictionary<ExtensionPoint, PluginSet> Points { get; init; } = new Dictionary<ExtensionPoint, PluginSet>();

    public IReadOnlyList<WrittenArgs> PluginConfig { get; init; } = [];

    public PluginSet At(ExtensionPoint point) => Points.GetValueOrDefault(point) ?? PluginSet.Empty;
}

/// <summary>What a profile enables and disables at one moment, or at all of them (multiPoint).</summary>
internal sealed record PluginSet(WrittenPlugin[] Enabled, string[] Disabled)
{
    /// <summary>In <see cref="Disabled"/>: all defaults.</summary>
    public const string Everything = "*";

    public static readonly PluginSet Empty = new([], []);

    public bool Disables(string name) => Array.IndexOf(Disabled, name) >= 0;

    /// <summary>True where the same was written, wherever it stands.</summary>
    public bool SaysTheSame(PluginSet other) =>
        Disabled.AsSpan().SequenceEqual(other.Disabled)
        && Enabled.Length == other.Enabled.Length
        && Enabled.Zip(other.Enabled).All(pair => pair.First.Name == pair.Second.Name && pair.First.Weight == pair.Second.Weight);
}

/// <summary>An enabled plugin. <paramref name="Weight"/> 0: not written. <paramref name="Path"/>: of its name, for errors; empty for defaults.</summary>
internal readonly record struct WrittenPlugin(string Name, int Weight, string Path);

/// <summary>An entry of <c>pluginConfig</c>. <paramref name="Args"/> is null where none are written.</summary>
internal sealed record WrittenArgs(string Name, JsonElement? Args, string Path);
