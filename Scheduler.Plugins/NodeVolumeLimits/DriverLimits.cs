using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <summary>The limits of all nodes as columns: by driver, the number of volumes that a row may have.</summary>
public sealed class DriverLimits(Cluster cluster)
{
    /// <summary>What a row without limit holds.</summary>
    public const int Unlimited = int.MaxValue;

    private readonly Dictionary<string, int[]> byDriver = new(StringComparer.Ordinal);
    private long version = -1;
    private long nodesUpTo = -1;

    /// <summary>The column of a driver, or null where no node limits it.</summary>
    public ReadOnlySpan<int> Of(string driver) => byDriver.TryGetValue(driver, out int[]? column) ? column : default;

    /// <summary>Brings the columns up to date.</summary>
    public void Update()
    {
        if (version == cluster.CsiNodes.Version && !RowsMoved()) return;
        version = cluster.CsiNodes.Version;
        nodesUpTo = cluster.Nodes.Changes.Latest;
        byDriver.Clear();
        foreach (CsiNode csiNode in cluster.CsiNodes.All)
        {
            int row = cluster.Nodes.RowOf(csiNode.Metadata.Name);
            if (row >= 0) Write(row, csiNode);
        }
    }

    private void Write(int row, CsiNode csiNode)
    {
        foreach (CsiNodeDriver driver in csiNode.Drivers)
        {
            if (driver.Count is not { } limit) continue;
            if (!byDriver.TryGetValue(driver.Name, out int[]? column))
            {
                column = new int[cluster.Nodes.RowCount];
                Array.Fill(column, Unlimited);
                byDriver.Add(driver.Name, column);
            }

            column[row] = limit;
        }
    }

    /// <summary>True where a node came or went since the last call, or it cannot be told.</summary>
    private bool RowsMoved()
    {
        ChangeLog log = cluster.Nodes.Changes;
        while (nodesUpTo < log.Latest)
        {
            if (!log.TryRead(nodesUpTo + 1, out Change change)) return true;
            if ((change.Columns & Core.Framework.NodeColumns.Presence) != 0) return true;
            nodesUpTo++;
        }

        return false;
    }
}
