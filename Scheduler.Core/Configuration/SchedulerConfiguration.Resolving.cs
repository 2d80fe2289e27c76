using System.Text.Json;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>From what was written to what is in force.</summary>
public sealed partial record SchedulerConfiguration
{
    private static SchedulerConfiguration Resolve(
        SchedulerConfiguration settings, WrittenProfile[] written, PluginCatalog catalog, FeatureGates features, FieldErrors errors)
    {
        // Only a single profile may go without a name.
        if (written is [{ SchedulerName: null } only]) written = [only with { SchedulerName = DefaultSchedulerName }];
        CheckProfiles(written, errors);
        CheckExtenders(settings.Extenders, errors);

        ProfileMerger merger = new(catalog, features, errors);
        ProfileSpec[] profiles = [.. written.Select(merger.Merge)];
        return settings with
        {
            Profiles = LeaveToExtenders(settings.Extenders, profiles, catalog, errors),
            Extenders = [.. settings.Extenders.OrderBy(extender => extender.Ignorable)],
            Warnings = [.. written.SelectMany(profile => WarningsOf(profile, catalog))],
        };
    }

    /// <summary>Resources that an extender checks alone are left out by the plugins that check resources.</summary>
    private static ProfileSpec[] LeaveToExtenders(
        IReadOnlyList<ExtenderOptions> extenders, ProfileSpec[] profiles, PluginCatalog catalog, FieldErrors errors)
    {
        string[] ignored = [.. extenders.SelectMany(extender => extender.ManagedResources).Where(resource => resource.IgnoredByScheduler).Select(resource => resource.Name)];
        return ignored.Length == 0 ? profiles : [.. profiles.Select(Ignoring)];

        ProfileSpec Ignoring(ProfileSpec profile)
        {
            Dictionary<string, object> args = new(profile.Args);
            bool isChecked = false;
            foreach ((string name, object value) in profile.Args)
            {
                if (catalog.Find(name)!.IgnoreResources is not { } ignore) continue;
                args[name] = ignore(value, ignored);
                isChecked = true;
            }

            if (!isChecked) errors.Add("extenders", string.Join(", ", ignored), $"ignoredByScheduler has no meaning: profile {profile.SchedulerName} enables no plugin that checks resources");
            return profile with { Args = args };
        }
    }

    private static IEnumerable<string> WarningsOf(WrittenProfile profile, PluginCatalog catalog)
    {
        foreach (WrittenArgs entry in profile.PluginConfig)
        {
            if (entry.Name.Length == 0 || catalog.Find(entry.Name)?.ReadArgs is not null) continue;
            string reason = catalog.Find(entry.Name) is null ? "there is no such plugin" : "the plugin takes no arguments";
            yield return $"{entry.Path}: \"{entry.Name}\": {reason}: ignored";
        }

        foreach ((string path, PluginSet set) in Sets(profile))
        {
            foreach (string name in set.Disabled)
                if (name.Length > 0 && name != PluginSet.Everything && catalog.Find(name) is null)
                    yield return $"{path}.disabled: \"{name}\": there is no such plugin: ignored";
        }
    }

    private static IEnumerable<(string Path, PluginSet Set)> Sets(WrittenProfile profile)
    {
        yield return ($"{profile.Path}.plugins.multiPoint", profile.MultiPoint);
        foreach ((ExtensionPoint point, string name) in ExtensionPoints.All)
            yield return ($"{profile.Path}.plugins.{name}", profile.At(point));
    }
}
