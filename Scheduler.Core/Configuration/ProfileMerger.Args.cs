using System.Text.Json;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>What a profile must have, and the arguments of its plugins.</summary>
internal sealed partial class ProfileMerger
{
    private void CheckRequired(WrittenProfile written, Dictionary<ExtensionPoint, EnabledPlugin[]> plugins)
    {
        EnabledPlugin[] queueSort = plugins.GetValueOrDefault(ExtensionPoint.QueueSort) ?? [];
        if (queueSort.Length != 1)
        {
            string names = queueSort.Length == 0 ? "none" : string.Join(", ", queueSort.Select(plugin => plugin.Name));
            errors.Add($"{written.Path}.plugins.queueSort", names, "exactly one queueSort plugin must be enabled");
        }

        if (!plugins.ContainsKey(ExtensionPoint.Bind))
            errors.Add($"{written.Path}.plugins.bind", "none", "at least one bind plugin must be enabled");
    }

    /// <summary>Arguments of every plugin in use and of every one that is configured; defaults where nothing is written.</summary>
    private Dictionary<string, object> ReadArgs(WrittenProfile written, HashSet<string> used)
    {
        Dictionary<string, object> args = new(StringComparer.Ordinal);
        foreach (WrittenArgs entry in written.PluginConfig)
        {
            if (entry.Name.Length == 0) continue;
            if (!ReferenceEquals(written.PluginConfig.First(other => other.Name == entry.Name), entry))
                errors.Add($"{entry.Path}.name", $"\"{entry.Name}\"", "the plugin is configured twice");
            else if (catalog.Find(entry.Name)?.ReadArgs is { } read)
                args.Add(entry.Name, read(entry.Args, features, errors.At($"{entry.Path}.args")));
        }

        foreach (PluginDescriptor descriptor in catalog.All)
        {
            if (descriptor.ReadArgs is { } read && used.Contains(descriptor.Name) && !args.ContainsKey(descriptor.Name))
                args.Add(descriptor.Name, read(null, features, errors.At($"{written.Path}.pluginConfig.{descriptor.Name}")));
        }

        return args;
    }

    /// <summary>What is configured for plugins that read no arguments: harmless, but whoever wrote it should know.</summary>
    private Dictionary<string, JsonElement> Unread(WrittenProfile written) =>
        written.PluginConfig
            .Where(entry => entry.Name.Length > 0 && entry.Args is not null && catalog.Find(entry.Name)?.ReadArgs is null)
            .DistinctBy(entry => entry.Name)
            .ToDictionary(entry => entry.Name, entry => entry.Args!.Value.Clone(), StringComparer.Ordinal);
}
