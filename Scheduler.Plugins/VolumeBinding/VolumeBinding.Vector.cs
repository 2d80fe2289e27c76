using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>
/// The filter over sets of nodes. Instead of looking for a volume on every node, every volume is given to the nodes that reach it: with
/// local disks each node reaches one volume of thousands.
/// </content>
public sealed partial class VolumeBinding
{
    private readonly NodeSet boundLeft = new();
    private readonly NodeSet delayedLeft = new();
    private readonly NodeSet failing = new();
    private Problems[] problemsByRow = [];

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        if (broken is not null)
        {
            foreach (int row in feasible) rejections.Apply(feasible, row, Verdict.Error(broken));
            return;
        }

        if (problemsByRow.Length < nodes.RowCount) problemsByRow = new Problems[nodes.RowCount];
        problemsByRow.AsSpan(0, nodes.RowCount).Clear();
        FilterBound(feasible);
        if (delayedCount > 0) FilterDelayed(nodes, feasible);
        foreach (int row in feasible)
        {
            Problems problems = problemsByRow[row];
            if (problems != Problems.None) rejections.Reject(feasible, row, StatusCode.UnschedulableAndUnresolvable, (ulong)problems);
        }
    }

    private void FilterBound(NodeSet feasible)
    {
        boundLeft.CopyFrom(feasible);
        foreach ((_, PersistentVolume? volume, VolumeTopology? topology) in bound)
        {
            if (volume is null)
            {
                Fail(boundLeft, boundLeft, Problems.VolumeMissing);
                return;
            }

            if (topology is null) continue;
            failing.CopyFrom(boundLeft);
            failing.AndNot(topologies.Rows(topology));
            Fail(boundLeft, failing, Problems.NodeAffinity);
        }
    }

    private void FilterDelayed(NodeTable nodes, NodeSet feasible)
    {
        delayedLeft.CopyFrom(feasible);
        for (int i = 0; i < delayedCount; i++)
            if (delayed[i].SelectedNode is { } selected) KeepOnly(nodes.RowOf(selected));
        for (int i = 0; i < delayedBySize.Count; i++)
            if (delayedBySize[i].SelectedNode is null) GiveVolumes(i, nodes);

        // The order of the plan: claims whose node was selected before, in the pod's order, then those that found no volume, by size.
        for (int i = 0; i < delayedCount; i++)
            if (delayed[i].SelectedNode is not null) Provision(delayed[i], delayedLeft, nodes);
        foreach (DelayedClaim claim in delayedBySize)
            if (claim.SelectedNode is null) Provision(claim, claim.Unmatched, nodes);
    }

    private void KeepOnly(int row)
    {
        failing.CopyFrom(delayedLeft);
        if (row >= 0) failing.Remove(row);
        Fail(delayedLeft, failing, Problems.NothingToBind);
    }

    /// <summary>Gives each node the first suitable volume that it reaches and that no smaller claim has taken there.</summary>
    private void GiveVolumes(int position, NodeTable nodes)
    {
        DelayedClaim claim = delayedBySize[position];
        NodeSet unmatched = claim.Unmatched;
        unmatched.CopyFrom(delayedLeft);
        Span<int> taken = claim.TakenByRow(nodes.RowCount);
        for (int choice = 0; choice < claim.Choices.Count && !unmatched.IsEmpty; choice++)
        {
            NodeSet rows = claim.Choices[choice].Topology is { } topology ? topologies.Rows(topology) : unmatched;
            Span<ulong> left = unmatched.Words;
            ReadOnlySpan<ulong> reaching = rows.Words;
            for (int w = 0; w < left.Length; w++)
            {
                for (ulong both = left[w] & reaching[w]; both != 0; both &= both - 1)
                {
                    int bit = System.Numerics.BitOperations.TrailingZeroCount(both);
                    if (IsTaken(position, (w << 6) + bit, claim.Choices[choice].Volume)) continue;
                    taken[(w << 6) + bit] = choice;
                    left[w] &= ~(1UL << bit);
                }
            }
        }
    }

    /// <summary>True where a claim before this one takes the volume on a row.</summary>
    private bool IsTaken(int position, int row, PersistentVolume volume)
    {
        for (int i = 0; i < position; i++)
        {
            DelayedClaim earlier = delayedBySize[i];
            if (earlier.SelectedNode is not null || earlier.Unmatched.Contains(row)) continue;
            if (earlier.Choices[earlier.TakenByRow(0)[row]].Volume.Metadata.Name == volume.Metadata.Name) return true;
        }

        return false;
    }

    /// <summary>Takes out the nodes, of those that need it, for which no volume can be made.</summary>
    private void Provision(DelayedClaim claim, NodeSet needing, NodeTable nodes)
    {
        failing.CopyFrom(delayedLeft);
        failing.And(needing);
        if (failing.IsEmpty) return;
        if (claim.Class.Provisioner is "" or StorageNames.NoProvisioner)
        {
            Fail(delayedLeft, failing, Problems.NothingToBind);
            return;
        }

        if (claim.Class.AllowedTopologies.Length > 0)
        {
            foreach (int row in failing)
                if (CanProvision(claim.Class, nodes[row].Labels)) failing.Remove(row);
            Fail(delayedLeft, failing, Problems.NothingToBind);
        }

        if (!claim.ChecksCapacity) return;
        failing.CopyFrom(delayedLeft);
        failing.And(needing);
        capacities.RemoveServed(claim.Class.Metadata.Name, claim.RequestedBytes!.Value, failing);
        Fail(delayedLeft, failing, Problems.NotEnoughSpace);
    }

    /// <summary>Notes a problem of rows and leaves them out of what follows. The two sets may be the same.</summary>
    private void Fail(NodeSet left, NodeSet rows, Problems problem)
    {
        foreach (int row in rows)
        {
            problemsByRow[row] |= problem;
            left.Remove(row);
        }
    }
}
