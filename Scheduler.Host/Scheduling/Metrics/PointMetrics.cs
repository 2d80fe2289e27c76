using System.Collections.Concurrent;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Host.Scheduling.Writing;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>How long extension points and plugins take. A series is looked up by what it is of, without making its labels again.</summary>
internal sealed class PointMetrics(SchedulerMetrics metrics)
{
    private readonly ConcurrentDictionary<(ExtensionPoint Point, string Profile, StatusCode Code), Histogram> points = new();
    private readonly ConcurrentDictionary<(ExtensionPoint Point, string Plugin, StatusCode Code), Histogram> plugins = new();

    public PointMeter Meter(TimeProvider clock) => new(clock, OnPoint, OnPlugin);

    private void OnPoint(ExtensionPoint point, PodInfo pod, StatusCode code, TimeSpan time)
    {
        string profile = Documents.SchedulerName(pod);
        if (!points.TryGetValue((point, profile, code), out Histogram? series))
            points[(point, profile, code)] = series = metrics.PointSeconds.With(point.ToString(), profile, code.ToString());
        series.Add(time);
    }

    private void OnPlugin(ExtensionPoint point, string plugin, StatusCode code, TimeSpan time)
    {
        if (!plugins.TryGetValue((point, plugin, code), out Histogram? series))
            plugins[(point, plugin, code)] = series = metrics.PluginSeconds.With(point.ToString(), plugin, code.ToString());
        series.Add(time);
    }
}
