using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>The rows of all nodes in the order of their names: an order that does not depend on when nodes came.</summary>
internal sealed class NodeOrder(NodeTable nodes)
{
    private int[] rows = [];
    private long upTo = -1;

    /// <summary>The rows, as of the last update.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>Sorts again if a node came or went.</summary>
    public void Update()
    {
        if (upTo >= 0 && !NodesMoved()) return;
        upTo = nodes.Changes.Latest;
        List<int> live = new(nodes.Count);
        foreach (int row in nodes.Live) live.Add(row);
        rows = [.. live];
        Array.Sort(rows, (a, b) => string.CompareOrdinal(nodes.Name(a), nodes.Name(b)));
    }

    /// <summary>True where a node came or went since the last call, or it cannot be told.</summary>
    private bool NodesMoved()
    {
        while (upTo < nodes.Changes.Latest)
        {
            if (!nodes.Changes.TryRead(upTo + 1, out Change change)) return true;
            if ((change.Columns & NodeColumns.Presence) != 0) return true;
            upTo++;
        }

        return false;
    }
}
