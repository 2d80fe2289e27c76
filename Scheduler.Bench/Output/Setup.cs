using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Bench.Output;

/// <summary>Turns the options that all verbs share into what the engine takes.</summary>
public static class Setup
{
    /// <summary>Reads <c>--feature-gates</c>.</summary>
    public static FeatureGates Features(string? text)
    {
        try
        {
            return text is null ? FeatureGates.Default : FeatureGates.Parse(text);
        }
        catch (FormatException e)
        {
            throw new InputException(e.Message, "--feature-gates");
        }
    }

    /// <summary>Reads <c>--config</c>; the defaults where there is none.</summary>
    public static SchedulerConfiguration Configuration(string? path, PluginCatalog catalog, FeatureGates features) => path is null
        ? SchedulerConfiguration.Default(catalog, features)
        : SchedulerConfiguration.ReadFile(path, catalog, features);
}
