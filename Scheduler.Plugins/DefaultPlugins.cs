using Scheduler.Core.Framework;

namespace Scheduler.Plugins;

/// <summary>The plugins that come with the scheduler, in the order in which they run in the default profile.</summary>
public static class DefaultPlugins
{
    /// <summary>Every plugin with the reason for its place. The moments at which it takes part follow from its interfaces.</summary>
    public static PluginCatalog Catalog { get; } = new(
    [
    ]);
}
