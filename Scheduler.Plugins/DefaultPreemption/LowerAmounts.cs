using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>What every row would give back if all pods below one priority left it; follows the node table by its change log.</summary>
/// <remarks>
/// Layout: <c>amounts[row * stride + resource]</c>, so that all that is read of a row lies together. Invariant after <see cref="Update"/>:
/// <c>counts[row]</c> and the amounts are the sums over the row's pods with <c>Priority &lt; priority</c>.
/// </remarks>
internal sealed class LowerAmounts(Cluster cluster, int priority)
{
    private readonly NodeSet stale = new();
    private int[] counts = [];
    private long[] amounts = [];
    private int stride;
    private long upTo = -1;

    public int Priority => priority;

    public int Count(int row) => counts[row];

    /// <summary>The amounts of a row by resource id.</summary>
    public ReadOnlySpan<long> Of(int row) => amounts.AsSpan(row * stride, stride);

    /// <summary>Adds up again what moved.</summary>
    public void Update()
    {
        NodeTable nodes = cluster.Nodes;
        if (stride < cluster.Resources.Count || counts.Length < nodes.RowCount || !FindStale(nodes.Changes)) StartOver(nodes);
        foreach (int row in stale) AddUp(row);
        stale.Clear();
    }

    /// <summary>Marks the rows whose pods moved; false where the log does not reach back far enough.</summary>
    private bool FindStale(ChangeLog log)
    {
        while (upTo < log.Latest)
        {
            if (!log.TryRead(upTo + 1, out Change change)) return false;
            if ((change.Columns & (NodeColumns.Pods | NodeColumns.Presence)) != 0) stale.Add(change.Row);
            upTo++;
        }

        return true;
    }

    private void StartOver(NodeTable nodes)
    {
        upTo = nodes.Changes.Latest;
        stride = cluster.Resources.Count;
        int rows = Math.Max(nodes.RowCount, counts.Length);
        counts = new int[rows];
        amounts = new long[rows * stride];
        stale.Resize(rows);
        stale.Clear();
        foreach (int row in nodes.Live) stale.Add(row);
    }

    private void AddUp(int row)
    {
        Span<long> sums = amounts.AsSpan(row * stride, stride);
        sums.Clear();
        int count = 0;
        foreach (PodInfo pod in cluster.Nodes.Pods(row))
        {
            if (pod.Priority >= priority) continue;
            count++;
            ReadOnlySpan<int> ids = pod.OnNode.Ids;
            ReadOnlySpan<long> taken = pod.OnNode.Amounts;
            for (int i = 0; i < ids.Length; i++) sums[ids[i]] += taken[i];
        }

        counts[row] = count;
    }
}
