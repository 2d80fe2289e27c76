using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <content>Can the node take the pod's volumes too?</content>
public sealed partial class NodeVolumeLimits
{
    private const ulong TooMany = 0;
    private const ulong ClaimMissing = 1;

    private static readonly string[] TooManyReason = ["node(s) exceed max volume count"];

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        if (missingClaim is not null) return Verdict.Unresolvable(ClaimMissing);
        if (broken is not null) return Verdict.Error(broken);
        CsiNode? csiNode = cluster.CsiNodes.Find(node.Name);
        HashSet<VolumeId> wantedHere = csiNode is null ? wantedWithoutCsiNode : wanted;
        if (wantedHere.Count == 0) return Verdict.Pass;
        if (wantsDriverInstalled && MissingDriver(wantedHere, csiNode) is { } driver)
            return Verdict.Unschedulable($"{driver} CSI driver is not installed on the node");
        return csiNode is null || !Array.Exists(csiNode.Drivers, item => item.Count is not null) || Fits(node, csiNode)
            ? Verdict.Pass
            : Verdict.Unschedulable(TooMany);
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => detail == TooMany ? TooManyReason : [missingClaim ?? ""];

    private bool Fits(NodeView node, CsiNode csiNode)
    {
        HashSet<VolumeId> attached = [];
        CollectAttached(node, attached);
        HashSet<VolumeId> leftOver = [];
        attachments.Collect(node.Name, leftOver);
        foreach (CsiNodeDriver driver in csiNode.Drivers)
        {
            if (driver.Count is not { } limit) continue;
            int incoming = wanted.Count(id => id.Driver == driver.Name && !attached.Contains(id));
            if (incoming == 0) continue;
            int present = attached.Count(id => id.Driver == driver.Name) + leftOver.Count(id => id.Driver == driver.Name && !attached.Contains(id));
            if (present + incoming > limit) return false;
        }

        return true;
    }

    /// <summary>The first driver by name that the pod needs, that wants to be waited for, and that the node does not have.</summary>
    private string? MissingDriver(HashSet<VolumeId> wantedHere, CsiNode? csiNode)
    {
        string? missing = null;
        foreach (VolumeId id in wantedHere)
        {
            if (csiNode is not null && Array.Exists(csiNode.Drivers, driver => driver.Name == id.Driver)) continue;
            if (cluster.CsiDrivers.Find(id.Driver) is not { PreventPodSchedulingIfMissing: true }) continue;
            if (missing is null || string.CompareOrdinal(id.Driver, missing) < 0) missing = id.Driver;
        }

        return missing;
    }
}
