using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>The filter over sets of nodes.</content>
public sealed partial class VolumeBinding
{
    private readonly BindingPlan scratch = new();

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        if (delayedCount > 0)
        {
            foreach (int row in feasible)
                rejections.Apply(feasible, row, broken is null ? VerdictOf(Check(nodes[row], scratch)) : Verdict.Error(broken));
            return;
        }

        foreach ((_, PersistentVolume? volume, VolumeTopology? topology) in bound)
        {
            if (volume is null)
            {
                foreach (int row in feasible)
                    rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable, (ulong)Problems.VolumeMissing);
                return;
            }

            if (topology is not null)
                rejections.RejectOutside(feasible, topologies.Rows(topology), StatusCode.UnschedulableAndUnresolvable, (ulong)Problems.NodeAffinity);
        }
    }
}
