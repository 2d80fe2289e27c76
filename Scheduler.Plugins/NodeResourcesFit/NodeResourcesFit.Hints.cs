using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <content>What can turn a no into a yes: room that becomes free, a node that is large enough, devices in place of a resource.</content>
/// <remarks>Node hints collect the pod's demands as PreFilter does: what the filter ignores does not matter here either.</remarks>
public sealed partial class NodeResourcesFit
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events
    {
        get
        {
            List<EventRegistration> events =
            [
                new(EventResource.Pod, EventAction.Delete),
                new(EventResource.Pod, EventAction.UpdatePodScaleDown, ScaleDownHelps),
                new(EventResource.Node, EventAction.Add | EventAction.UpdateNodeAllocatable, NodeHelps),
            ];
            if (devicesEnabled) events.Add(new(EventResource.DeviceClass, EventAction.Add | EventAction.Update, DeviceClassHelps));
            return events;
        }
    }

    private static bool ScaleDownHelps(PodInfo pod, ClusterEvent happened)
    {
        if (EventPods.IsSelf(pod, happened)) return true;
        (PodInfo before, PodInfo now) = ((PodInfo)happened.Old!, (PodInfo)happened.New!);
        if (!EventPods.IsAssigned(now)) return false;
        for (int i = 0; i < pod.Requests.Ids.Length; i++)
        {
            int resource = pod.Requests.Ids[i];
            if (pod.Requests.Amounts[i] != 0 && now.OnNode[resource] < before.OnNode[resource]) return true;
        }

        return false;
    }

    private bool NodeHelps(PodInfo pod, ClusterEvent happened)
    {
        PreFilter(pod);
        Node now = (Node)happened.New!;
        return FitsEmpty(now) && (happened.Old is not Node before || OffersMore(before, now));
    }

    private bool FitsEmpty(Node node)
    {
        if (PodsOf(node) < 1) return false;
        foreach (ref readonly Demand demand in Demands)
            if (!IsLeftToDevices(demand, node) && demand.Amount > AmountOf(node, demand)) return false;
        return true;
    }

    private bool OffersMore(Node before, Node now)
    {
        if (PodsOf(now) > PodsOf(before)) return true;
        foreach (ref readonly Demand demand in Demands)
            if (IsLeftToDevices(demand, now) || AmountOf(now, demand) > AmountOf(before, demand)) return true;
        return false;
    }

    private bool IsLeftToDevices(in Demand demand, Node node) => demand.IsDevice && AmountOf(node, demand) <= 0;

    private long AmountOf(Node node, in Demand demand) =>
        node.Allocatable[cluster.Resources[demand.Resource]] is { } amount ? ResourceNames.Amount(demand.Resource, amount) : 0;

    private static long PodsOf(Node node) => node.Allocatable["pods"]?.Value ?? 0;

    // The implicit name never changes, so it matters only when the class is new.
    private bool DeviceClassHelps(PodInfo pod, ClusterEvent happened)
    {
        (DeviceClass? before, DeviceClass now) = (happened.Old as DeviceClass, (DeviceClass)happened.New!);
        if (before is null && Requests(pod, ImplicitDevicePrefix + now.Metadata.Name)) return true;
        return now.ExtendedResourceName is { Length: > 0 } name && name != before?.ExtendedResourceName && Requests(pod, name);
    }

    private bool Requests(PodInfo pod, string resourceName)
    {
        for (int i = 0; i < pod.Requests.Ids.Length; i++)
            if (pod.Requests.Amounts[i] != 0 && cluster.Resources[pod.Requests.Ids[i]] == resourceName) return true;
        return false;
    }
}
