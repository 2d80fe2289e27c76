using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Queue;

/// <summary>Which plugins of a profile asked for which events, and what they say of a waiting pod.</summary>
internal sealed class HintTable
{
    private readonly Dictionary<string, EventRegistration[]> byPlugin = new(StringComparer.Ordinal);

    public HintTable(Profile profile, bool useHints)
    {
        foreach (IPlugin plugin in profile.Plugins)
        {
            // A plugin that does not say what it waits for is asked again whenever anything happens.
            EventRegistration[] events = plugin is IQueueingHints hints
                ? [.. hints.Events.Select(registration => useHints ? registration : registration with { Hint = null })]
                : [];
            byPlugin[plugin.Name] = plugin is IQueueingHints ? WithTaintUpdates(events) : Everything;
        }

        byPlugin[ExtenderChain.Rejector.Name] = Everything;
    }

    private static EventRegistration[] Everything { get; } =
        [.. Enum.GetValues<EventResource>().Select(resource => new EventRegistration(resource, EventAction.All))];

    /// <summary>True where one of these plugins registered the event and its hint does not say skip; false where none did.</summary>
    public bool SaysQueue(IReadOnlyList<string> plugins, PodInfo waiting, in ClusterEvent happened)
    {
        foreach (string plugin in plugins)
            if (SaysQueue(plugin, waiting, happened)) return true;
        return false;
    }

    /// <inheritdoc cref="SaysQueue(IReadOnlyList{string}, PodInfo, in ClusterEvent)"/>
    public bool SaysQueue(string plugin, PodInfo waiting, in ClusterEvent happened)
    {
        if (!byPlugin.TryGetValue(plugin, out EventRegistration[]? registrations)) return false;
        foreach (ref readonly EventRegistration registration in registrations.AsSpan())
            if (registration.Covers(happened) && Ask(registration, waiting, happened)) return true;
        return false;
    }

    /// <summary>True where the plugin registered the event. Profiles differ in arguments, not in what a plugin registers.</summary>
    public bool Registers(string plugin, in ClusterEvent happened)
    {
        foreach (EventRegistration registration in byPlugin.GetValueOrDefault(plugin) ?? [])
            if (registration.Covers(happened)) return true;
        return false;
    }

    private static bool Ask(in EventRegistration registration, PodInfo waiting, in ClusterEvent happened)
    {
        if (registration.Hint is null) return true;
        try
        {
            return registration.Hint(waiting, happened);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A hint that breaks must not lose the pod: docs/semantics.md 5.4 counts it as "queue".
            return true;
        }
    }

    /// <summary>A node may have been tainted when it came, so its registration alone would miss it (docs/semantics.md 5.5).</summary>
    private static EventRegistration[] WithTaintUpdates(EventRegistration[] events)
    {
        bool add = events.Any(item => item.Resource == EventResource.Node && item.Actions.HasFlag(EventAction.Add));
        bool taints = events.Any(item => item.Resource == EventResource.Node && item.Actions.HasFlag(EventAction.UpdateNodeTaint));
        return add && !taints ? [.. events, new(EventResource.Node, EventAction.UpdateNodeTaint)] : events;
    }
}
