using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>Merges a written profile with the default one and puts the plugins of every moment in order (docs/semantics.md 2.1).</summary>
internal sealed partial class ProfileMerger(PluginCatalog catalog, FeatureGates features, FieldErrors errors)
{
    /// <summary>The profile in force. Errors are noted; what is wrong is left out.</summary>
    public ProfileSpec Merge(WrittenProfile written)
    {
        WrittenPlugin[] multiPoint = Existing(MergeDefaults(Defaults(), written.MultiPoint));
        Dictionary<ExtensionPoint, EnabledPlugin[]> plugins = [];
        foreach ((ExtensionPoint point, _) in ExtensionPoints.All)
        {
            EnabledPlugin[] enabled = Expand(point, written.At(point), multiPoint);
            if (enabled.Length > 0) plugins.Add(point, enabled);
        }

        CheckRequired(written, plugins);
        HashSet<string> used = [.. plugins.Values.SelectMany(list => list).Select(plugin => plugin.Name)];
        return new()
        {
            SchedulerName = written.SchedulerName ?? "",
            PercentageOfNodesToScore = written.PercentageOfNodesToScore,
            Plugins = plugins,
            Args = ReadArgs(written, used),
            WrittenArgs = Unread(written),
        };
    }

    /// <summary>Defaults without the disabled ones; an enabled plugin that is a default one replaces it in place; the others follow.</summary>
    private static List<WrittenPlugin> MergeDefaults(IEnumerable<WrittenPlugin> defaults, PluginSet written)
    {
        List<WrittenPlugin> merged = [];
        HashSet<int> placed = [];
        if (!written.Disables(PluginSet.Everything))
        {
            foreach (WrittenPlugin plugin in defaults)
            {
                if (written.Disables(plugin.Name)) continue;
                int own = Array.FindLastIndex(written.Enabled, enabled => enabled.Name == plugin.Name);
                if (own >= 0) placed.Add(own);
                merged.Add(own >= 0 ? written.Enabled[own] : plugin);
            }
        }

        for (int i = 0; i < written.Enabled.Length; i++)
            if (!placed.Contains(i)) merged.Add(written.Enabled[i]);
        return merged;
    }

    /// <summary>
    /// The plugins of one moment: those named there and in multiPoint, then the rest of multiPoint, then the rest of those named there.
    /// A weight given at the moment itself wins over the one in multiPoint, even where it is not written (it is 1 then).
    /// </summary>
    private EnabledPlugin[] Expand(ExtensionPoint point, PluginSet written, WrittenPlugin[] multiPoint)
    {
        WrittenPlugin[] named = Existing([.. written.Enabled], point);
        List<WrittenPlugin> inherited = [];
        HashSet<string> overrides = new(StringComparer.Ordinal);
        if (!written.Disables(PluginSet.Everything))
        {
            foreach (WrittenPlugin plugin in multiPoint)
            {
                if (!catalog.Find(plugin.Name)!.Points.HasFlag(point) || written.Disables(plugin.Name)) continue;
                if (Array.Exists(named, other => other.Name == plugin.Name)) overrides.Add(plugin.Name);
                else inherited.Add(plugin);
            }
        }

        return
        [
            .. named.Where(plugin => overrides.Contains(plugin.Name)).Select(Enabled),
            .. inherited.Select(Enabled),
            .. named.Where(plugin => !overrides.Contains(plugin.Name)).Select(Enabled),
        ];
    }

    private IEnumerable<WrittenPlugin> Defaults() =>
        catalog.EnabledByDefault.Select(name => new WrittenPlugin(name, catalog.Find(name)!.DefaultWeight, ""));

    /// <summary>The plugins that exist (and take part in the moment, if one is given), each once; the others are errors.</summary>
    private WrittenPlugin[] Existing(List<WrittenPlugin> plugins, ExtensionPoint point = ExtensionPoint.None)
    {
        List<WrittenPlugin> existing = [];
        foreach (WrittenPlugin plugin in plugins)
        {
            string? problem =
                plugin.Name.Length == 0 ? "" // reading has said so
                : catalog.Find(plugin.Name) is not { } descriptor ? "there is no such plugin"
                : !descriptor.Points.HasFlag(point) ? $"the plugin does not take part in {ExtensionPoints.NameOf(point)}"
                : existing.Exists(other => other.Name == plugin.Name) ? "the plugin is enabled twice"
                : null;
            if (problem is null) existing.Add(plugin);
            else if (problem.Length > 0) errors.Add(plugin.Path, $"\"{plugin.Name}\"", problem);
        }

        return [.. existing];
    }

    private static EnabledPlugin Enabled(WrittenPlugin plugin) => new(plugin.Name, plugin.Weight == 0 ? 1 : plugin.Weight);
}
