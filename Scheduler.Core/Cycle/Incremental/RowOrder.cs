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
        ulong start = rule.StartOf(pod);
        (int from, int to) = Around(start);
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (keyOfRank[middle] < start) from = middle + 1;
            else to = middle;
        }

        return from;
    }

    /// <summary>
    /// Ranks between which the first key that is not smaller stands. Hashes are spread evenly, so the place of one follows nearly from its value: a search
    /// through all keys would miss the cache at every other step.
    /// </summary>
    private (int From, int To) Around(ulong key)
    {
        int guess = (int)Math.BigMul(key, (ulong)count, out _);
        int step = 64;
        int from = guess, to = guess;
        while (from > 0 && keyOfRank[from - 1] >= key) (from, step) = (Math.Max(0, from - step), step * 4);
        step = 64;
        while (to < count && keyOfRank[to] < key) (to, step) = (Math.Min(count, to + step), step * 4);
        return (from, to);
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
