using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.PrioritySort;

/// <summary>Orders the queue: more important pods first, among equals those that have waited longer (docs/semantics.md 5.1).</summary>
public sealed class PrioritySort : IQueueSort
{
    /// <inheritdoc/>
    public string Name => "PrioritySort";

    /// <inheritdoc/>
    public int Compare(PodInfo a, DateTimeOffset queuedA, PodInfo b, DateTimeOffset queuedB) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : queuedA.CompareTo(queuedB);
}
