using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>
/// Times the extension points of all decisions, and of every tenth decision the plugins that are called one by one: as kube-scheduler does. Filter and
/// Score ask all plugins about all nodes at once, or take kept answers, which is both of them in one: that counts as Filter.
/// </summary>
/// <param name="clock">What the time is.</param>
/// <param name="pointEnded">Told of a point: of which pod, what it came to, and how long it took. On any thread.</param>
/// <param name="pluginEnded">The same of a plugin.</param>
public sealed class PointMeter(
    TimeProvider clock, Action<ExtensionPoint, PodInfo, StatusCode, TimeSpan> pointEnded, Action<ExtensionPoint, string, StatusCode, TimeSpan> pluginEnded)
{
    private const int PluginsOfOneIn = 10;

    private int decisions;

    /// <summary>True: of this decision plugins are timed too. Decision thread.</summary>
    public bool TimesPlugins { get; private set; }

    /// <summary>When something begins.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>A decision begins.</summary>
    internal void Begin() => TimesPlugins = ++decisions % PluginsOfOneIn == 0;

    internal void Point(ExtensionPoint point, PodInfo pod, StatusCode code, long began) => pointEnded(point, pod, code, clock.GetElapsedTime(began));

    internal void Plugin(ExtensionPoint point, IPlugin plugin, StatusCode code, long began) => pluginEnded(point, plugin.Name, code, clock.GetElapsedTime(began));
}
