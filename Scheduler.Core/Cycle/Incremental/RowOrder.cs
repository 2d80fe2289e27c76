using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>The live rows in the order of the tie rule: among the best nodes a pod takes the one of the smallest rank from its own place on.</summary>
internal sealed class RowOrder(NodeTable nodes, TieBreak rule)
{
    private long presenceSeen = -1;
    private int[] rankOfRow = [];
    private int[] rowOfRank = [];
    private ulong[] keyOfRank = [];
    private int count;

    /// <summary>Grows whenever ranks have changed.</summary>
    public int Version { get; private set; }

    /// <summary>Number of live rows.</summary>
    public int Count => count;

    /// <summary>The live rows by rank.</summary>
    public ReadOnlySpan<int> Rows => rowOfRank.AsSpan(0, count);

    /// <summary>The rank of a live row.</summary>
    public int RankOf(int row) => rankOfRow[row];

    /// <summary>The rank of the pod's first choice; <see cref="Count"/> where that is the first of all, around the ring.</summary>
    public int StartOf(PodInfo pod)
    {
        int at = keyOfRank.AsSpan(0, count).BinarySearch(rule.StartOf(pod));
        if (at < 0) return ~at;
        while (at > 0 && keyOfRank[at - 1] == keyOfRank[at]) at--;
        return at;
    }

    /// <summary>Sorts anew where nodes came or went.</summary>
    public void Refresh()
    {
        if (presenceSeen == nodes.PresenceVersion) return;
        presenceSeen = nodes.PresenceVersion;
        Version++;
        if (rankOfRow.Length < nodes.RowCount)
        {
            int size = Math.Max(nodes.RowCount, rankOfRow.Length * 2);
            (rankOfRow, rowOfRank, keyOfRank) = (new int[size], new int[size], new ulong[size]);
        }

        count = 0;
        foreach (int row in nodes.Live)
        {
            rowOfRank[count] = row;
            keyOfRank[count++] = rule.KeyOf(nodes.Name(row));
        }

        Array.Sort(keyOfRank, rowOfRank, 0, count);
        SortEqualKeysByName();
        for (int rank = 0; rank < count; rank++) rankOfRow[rowOfRank[rank]] = rank;
    }

    private void SortEqualKeysByName()
    {
        for (int from = 0, to; from < count; from = to)
        {
            for (to = from + 1; to < count && keyOfRank[to] == keyOfRank[from];) to++;
            if (to - from > 1) rowOfRank.AsSpan(from, to - from).Sort((a, b) => string.CompareOrdinal(nodes.Name(a), nodes.Name(b)));
        }
    }
}
