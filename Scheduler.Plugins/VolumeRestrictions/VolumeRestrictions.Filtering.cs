using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.VolumeRestrictions;

/// <content>May the pod share the node's disks?</content>
public sealed partial class VolumeRestrictions
{
    private const ulong DiskInUse = 0;
    private const ulong ClaimInUse = 1;

    private static readonly string[] DiskReason = ["node(s) had no available disk"];
    private static readonly string[] ClaimReason =
        ["node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"];

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        if (pod.Spec.Volumes.Disks.Length > 0)
        {
            foreach (PodInfo other in node.Pods)
                if (DiskConflict.Between(pod.Spec.Volumes, other.Spec.Volumes)) return Verdict.Unschedulable(DiskInUse);
        }

        return conflicts > 0 ? Verdict.Unschedulable(ClaimInUse) : Verdict.Pass;
    }

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        if (pod.Spec.Volumes.Disks.Length == 0)
        {
            if (conflicts == 0) return;
            foreach (int row in feasible) rejections.Reject(feasible, row, Core.Framework.StatusCode.Unschedulable, ClaimInUse);
            return;
        }

        foreach (int row in feasible) rejections.Apply(feasible, row, Filter(pod, nodes[row]));
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => detail == DiskInUse ? DiskReason : ClaimReason;
}
