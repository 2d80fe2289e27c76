using Scheduler.Core.Cache;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>Sorts pods by importance: higher priority first, then the one that has been running for longer (docs/semantics.md 4).</summary>
/// <remarks>Pods without start time have just started. Equal pods are ordered by name, so that nothing depends on the order in which a node lists its pods.</remarks>
internal static class Importance
{
    /// <summary>The more important one first.</summary>
    public static readonly Comparison<PodInfo> Comparison = Compare;

    /// <summary>When a pod started, in ticks; as late as possible where it does not say.</summary>
    public static long StartOf(PodInfo pod) => pod.StartTime?.UtcTicks ?? long.MaxValue;

    private static int Compare(PodInfo a, PodInfo b)
    {
        if (a.Priority != b.Priority) return b.Priority.CompareTo(a.Priority);
        int order = StartOf(a).CompareTo(StartOf(b));
        return order != 0 ? order : string.CompareOrdinal(a.Key, b.Key);
    }
}
