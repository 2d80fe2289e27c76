using Scheduler.Core.Framework;

namespace Scheduler.Core.Queue;

/// <summary>The pods that wait for an event, by the plugins that rejected them: an event reaches only pods that it may concern.</summary>
internal sealed class WaitingIndex
{
    private readonly HashSet<QueuedPod> all = [];
    private readonly Dictionary<string, HashSet<QueuedPod>> byPlugin = new(StringComparer.Ordinal);

    public int Count => all.Count;

    public void Add(QueuedPod pod)
    {
        all.Add(pod);
        foreach (string plugin in pod.Rejectors.Concat(pod.PendingPlugins))
        {
            if (!byPlugin.TryGetValue(plugin, out HashSet<QueuedPod>? pods)) byPlugin.Add(plugin, pods = []);
            pods.Add(pod);
        }
    }

    public void Remove(QueuedPod pod)
    {
        all.Remove(pod);
        foreach (string plugin in pod.Rejectors.Concat(pod.PendingPlugins)) byPlugin.GetValueOrDefault(plugin)?.Remove(pod);
    }

    /// <summary>All pods in the order in which they came.</summary>
    public IEnumerable<QueuedPod> InOrder() => all.OrderBy(pod => pod.Sequence);

    /// <summary>The pods of which some rejector registered the event, in the order in which they came.</summary>
    public QueuedPod[] Interested(ClusterEvent happened, Func<QueuedPod, HintTable> hints)
    {
        if (happened.IsWildcard) return [.. InOrder()];
        HashSet<QueuedPod>? found = null;
        foreach (HashSet<QueuedPod> pods in byPlugin.Where(pair => Registered(pair.Key, pair.Value, happened, hints)).Select(pair => pair.Value))
        {
            found ??= [];
            found.UnionWith(pods);
        }

        return found is null ? [] : [.. found.OrderBy(pod => pod.Sequence)];
    }

    private static bool Registered(string plugin, HashSet<QueuedPod> pods, ClusterEvent happened, Func<QueuedPod, HintTable> hints) =>
        pods.Count > 0 && hints(pods.First()).Registers(plugin, happened);
}
