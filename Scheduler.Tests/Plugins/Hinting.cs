using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Plugins;

/// <summary>Events, and what a plugin's hints say to them.</summary>
internal static class Hinting
{
    /// <summary>True where the queue would try the waiting pod again, had the plugin rejected it: the event is registered, and there is no hint or it says yes.</summary>
    public static bool Queues(this IQueueingHints plugin, PodInfo waiting, ClusterEvent happened) =>
        plugin.Events.Any(registration => registration.Covers(happened) && (registration.Hint is null || registration.Hint(waiting, happened)));

    public static ClusterEvent Added(object now) => new(ResourceOf(now), EventAction.Add, null, now);

    public static ClusterEvent Deleted(object before) => new(ResourceOf(before), EventAction.Delete, before, null);

    public static ClusterEvent Updated(object before, object now, EventAction action = EventAction.Update) => new(ResourceOf(now), action, before, now);

    private static EventResource ResourceOf(object item) => item switch
    {
        PodInfo => EventResource.Pod,
        _ => Enum.Parse<EventResource>(item.GetType().Name),
    };

    public static Pod WithLabels(this Pod pod, params (string, string)[] labels) =>
        pod with { Metadata = pod.Metadata with { Labels = StringMap.Of(labels) } };

    public static Pod Nominated(this Pod pod, string node) => pod with { Status = pod.Status with { NominatedNodeName = node } };

    public static Pod Tolerating(this Pod pod, params Toleration[] tolerations) => pod with { Spec = pod.Spec with { Tolerations = tolerations } };

    public static Pod WithVolumes(this Pod pod, params Volume[] volumes) => pod with { Spec = pod.Spec with { Volumes = volumes } };

    public static Node WithTaints(this Node node, params Taint[] taints) => node with { Taints = taints };

    /// <summary>A node with these labels and no others.</summary>
    public static Node NodeWith(string name, params (string, string)[] labels) => new() { Metadata = new() { Name = name, Labels = StringMap.Of(labels) } };
}
