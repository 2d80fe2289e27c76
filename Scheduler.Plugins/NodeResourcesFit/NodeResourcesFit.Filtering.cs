using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <content>Does the pod fit?</content>
/// <remarks>Detail of a rejection: bit 0 is too many pods, bit i + 1 is the i-th entry of the pod's requests (those beyond 62 share the last bit).</remarks>
public sealed partial class NodeResourcesFit
{
    private const ulong TooManyPods = 1;
    private const int LastBit = 62;
    private const string ImplicitDevicePrefix = "deviceclass.resource.kubernetes.io/";

    private readonly HashSet<string> ignoredResources;
    private readonly HashSet<string> ignoredGroups;
    private readonly bool devicesEnabled;
    private readonly HashSet<string> deviceResources = new(StringComparer.Ordinal);
    private long deviceClassesVersion = -1;

    // What the current pod asks for.
    private Demand[] demands = new Demand[4];
    private int demandCount;

    private ReadOnlySpan<Demand> Demands => demands.AsSpan(0, demandCount);

    /// <summary>Collects what has to be compared.</summary>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        ReadOnlySpan<int> ids = pod.Requests.Ids;
        ReadOnlySpan<long> amounts = pod.Requests.Amounts;
        if (demands.Length < ids.Length) demands = new Demand[ids.Length];
        demandCount = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            bool scalar = ids[i] >= ResourceNames.FirstScalar;
            if (amounts[i] == 0 || (amounts[i] < 0 && !scalar) || (scalar && IsIgnored(ids[i]))) continue;

            // Makes the column now, while one thread is here: Filter may run on several.
            _ = cluster.Nodes.Allocatable(ids[i]);
            demands[demandCount++] = new(ids[i], amounts[i], 1UL << Math.Min(i + 1, LastBit), scalar && IsDevice(ids[i]));
        }

        return PreFilterResult.Success;
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node) => Filter(pod, node, default);

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node, in FreedAmounts freed)
    {
        ulong detail = node.PodCount - freed.PodCount + 1 > node.AllocatablePods ? TooManyPods : 0;
        bool evenIfEmpty = false;
        foreach (ref readonly Demand demand in Demands)
        {
            long allocatable = node.Allocatable(demand.Resource);
            if (demand.IsDevice && allocatable <= 0) continue;
            if (demand.Amount <= allocatable - node.Requested(demand.Resource) + freed[demand.Resource]) continue;
            detail |= demand.Bit;
            evenIfEmpty |= demand.Amount > allocatable;
        }

        return detail == 0 ? Verdict.Pass : evenIfEmpty ? Verdict.Unresolvable(detail) : Verdict.Unschedulable(detail);
    }

    /// <summary>Pods first, then cpu, memory and storage, then the other resources by name.</summary>
    public string[] Describe(PodInfo pod, ulong detail)
    {
        List<string> reasons = [];
        if ((detail & TooManyPods) != 0) reasons.Add("Too many pods");
        ReadOnlySpan<int> ids = pod.Requests.Ids;
        int scalarsFrom = reasons.Count;
        for (int i = 0; i < ids.Length && i < LastBit; i++)
        {
            if ((detail & (1UL << (i + 1))) == 0) continue;
            reasons.Add($"Insufficient {cluster.Resources[ids[i]]}");
            if (ids[i] < ResourceNames.FirstScalar) scalarsFrom = reasons.Count;
        }

        reasons.Sort(scalarsFrom, reasons.Count - scalarsFrom, StringComparer.Ordinal);
        return [.. reasons];
    }

    private bool IsIgnored(int resource)
    {
        if (!cluster.Resources.IsExtended(resource) || (ignoredResources.Count == 0 && ignoredGroups.Count == 0)) return false;
        string name = cluster.Resources[resource];
        return ignoredResources.Contains(name)
            || ignoredGroups.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name.AsSpan(0, name.IndexOf('/')));
    }

    // Stood for by a DeviceClass: where the node offers none itself, DynamicResources decides.
    private bool IsDevice(int resource)
    {
        if (!devicesEnabled) return false;
        if (deviceClassesVersion != cluster.DeviceClasses.Version)
        {
            deviceClassesVersion = cluster.DeviceClasses.Version;
            deviceResources.Clear();
            foreach (DeviceClass made in cluster.DeviceClasses.All)
            {
                deviceResources.Add(ImplicitDevicePrefix + made.Metadata.Name);
                if (made.ExtendedResourceName is { Length: > 0 } name) deviceResources.Add(name);
            }
        }

        return deviceResources.Contains(cluster.Resources[resource]);
    }

    /// <summary>One amount to compare, and the bit that stands for it in a rejection.</summary>
    private readonly record struct Demand(int Resource, long Amount, ulong Bit, bool IsDevice);
}
