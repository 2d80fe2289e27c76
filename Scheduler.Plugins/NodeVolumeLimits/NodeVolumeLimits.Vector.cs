using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <content>The filter over columns: nodes that are clearly below their limits are not looked at.</content>
/// <remarks>
/// <c>AttachableCounts[row]</c> counts what pods share once for each, so it is at least the number of attached volumes of any driver:
/// <c>attachable + attachments + wanted &lt;= limit</c> means that the node fits. Only the other nodes have their volumes compared one by one.
/// </remarks>
public sealed partial class NodeVolumeLimits
{
    private readonly DriverLimits limits;
    private readonly NodeSet doubtful = new();

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        if (wantsDriverInstalled || missingClaim is not null || broken is not null)
        {
            foreach (int row in feasible) rejections.Apply(feasible, row, Filter(pod, nodes[row]));
            return;
        }

        FindDoubtful(nodes, feasible);
        foreach (int row in doubtful) rejections.Apply(feasible, row, Filter(pod, nodes[row]));
    }

    private void FindDoubtful(NodeTable nodes, NodeSet feasible)
    {
        limits.Update();
        doubtful.CopyFrom(feasible);
        doubtful.Clear();
        ReadOnlySpan<int> attachable = nodes.AttachableCounts;
        foreach (VolumeId id in wanted)
        {
            ReadOnlySpan<int> limit = limits.Of(id.Driver);
            if (limit.IsEmpty) continue;
            foreach (int row in feasible)
            {
                // An unlimited row has room for more than can ever be attached.
                int room = limit[row] - attachable[row] - wanted.Count;
                if (room < attachments.LargestCount && room < attachments.Count(nodes.Name(row))) doubtful.Add(row);
            }
        }
    }
}
