using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>The trial as it is defined: pods are really taken off the node table, and all filters are asked.</summary>
internal sealed class RowTrial : Trial
{
    private readonly List<PodInfo> gone = [];
    private IFilterOutcome outcome = null!;
    private PodInfo pod = null!;
    private int row;

    /// <summary>Makes ready for trials of one pod.</summary>
    public void Prepare(PodInfo preemptor, IFilterOutcome filterOutcome)
    {
        pod = preemptor;
        outcome = filterOutcome;
    }

    /// <inheritdoc/>
    public override bool Begin(int row)
    {
        this.row = row;
        gone.Clear();
        foreach (PodInfo other in outcome.Nodes.Pods(row))
            if (other.Priority < pod.Priority) gone.Add(other);
        foreach (PodInfo other in gone) outcome.RemovePod(pod, other, row);
        return gone.Count > 0;
    }

    /// <inheritdoc/>
    public override void CollectLower(List<PodInfo> into) => into.AddRange(gone);

    /// <inheritdoc/>
    public override Verdict Filter(out int plugin) => outcome.Filter(pod, row, out plugin);

    /// <inheritdoc/>
    public override void Return(PodInfo other)
    {
        outcome.AddPod(pod, other, row);
        gone.Remove(other);
    }

    /// <inheritdoc/>
    public override void Leave(PodInfo other)
    {
        outcome.RemovePod(pod, other, row);
        gone.Add(other);
    }

    /// <inheritdoc/>
    public override void End()
    {
        for (int i = gone.Count - 1; i >= 0; i--) outcome.AddPod(pod, gone[i], row);
    }
}
