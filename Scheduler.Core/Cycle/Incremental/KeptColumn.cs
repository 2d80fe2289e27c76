using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>The raw scores of one plugin, by row; only rows that some shape passed mean anything.</summary>
/// <remarks>
/// <para>A byte a row where the score is final (0 to 100), an int where it is normalised later.</para>
/// <para>All shapes that agree in what the plugin reads of a pod share one column: a score that was asked for one is there for the others, as long as the
/// row has not moved since. Invariant: <c>versions[row] == nodes.Versions[row]</c> where the score is that of the row as it is.</para>
/// </remarks>
/// <param name="position">Place in the score order.</param>
/// <param name="slot">The plugin.</param>
/// <param name="isShared">False where a score follows from more than its row: then it belongs to one shape.</param>
internal sealed class KeptColumn(int position, in ScoreSlot slot, bool isShared)
{
    private uint[] versions = [];
    private byte[] final = [];
    private int[] raw = [];
    private int size;

    /// <summary>Place in the score order.</summary>
    public int Position => position;

    public int Index { get; } = slot.Index;

    public IScore Plugin { get; } = slot.Plugin;

    public int Weight { get; } = slot.Weight;

    /// <summary>The normaliser; null where the raw score is final.</summary>
    public IRangeNormalizer? Normalizer { get; } = slot.Plugin as IRangeNormalizer;

    public NodeColumns Uses { get; } = slot.Plugin.Uses;

    /// <summary>The raw score of a row.</summary>
    public long this[int row] => IsZero ? 0 : Normalizer is null ? final[row] : raw[row];

    /// <summary>True while every score is zero, as often where nodes have no soft taints or none of the images: then nothing is held.</summary>
    public bool IsZero => final.Length + raw.Length == 0;

    /// <summary>Makes room for rows.</summary>
    public void Resize(int rows)
    {
        if (size >= rows) return;
        size = rows;
        if (final.Length > 0) Array.Resize(ref final, rows);
        if (raw.Length > 0) Array.Resize(ref raw, rows);
        if (isShared) Array.Resize(ref versions, rows);
    }

    /// <summary>Leaves the rows whose score is not known as they are now; returns their number.</summary>
    public int FindStale(ReadOnlySpan<int> rows, ReadOnlySpan<uint> now, Span<int> stale)
    {
        if (!isShared)
        {
            rows.CopyTo(stale);
            return rows.Length;
        }

        uint[] known = versions;
        int count = 0;
        foreach (int row in rows)
        {
            stale[count] = row;
            count += known[row] != now[row] ? 1 : 0;
        }

        return count;
    }

    /// <summary>Notes that the scores of these rows are those of the rows as they are now.</summary>
    public void SetVersions(ReadOnlySpan<int> rows, ReadOnlySpan<uint> now)
    {
        if (!isShared) return;
        foreach (int row in rows) versions[row] = now[row];
    }

    /// <summary>Keeps the scores of some rows, <c>scores[i]</c> for <c>rows[i]</c>; false where one is out of bounds.</summary>
    public bool TrySet(ReadOnlySpan<int> rows, ReadOnlySpan<long> scores)
    {
        if (Normalizer is not null)
        {
            for (int i = 0; i < rows.Length; i++)
                if (!TrySet(rows[i], scores[i])) return false;
            return true;
        }

        scores = scores[..rows.Length];
        if (IsZero)
        {
            if (!scores.ContainsAnyExcept(0L)) return true;
            final = new byte[size];
        }

        byte[] kept = final;
        ulong largest = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            largest = Math.Max(largest, (ulong)scores[i]);
            kept[rows[i]] = (byte)scores[i];
        }

        return largest <= DefaultNormalization.MaxNodeScore;
    }

    /// <summary>Makes the weighted final scores of some rows their sums.</summary>
    public void CopyTo(ReadOnlySpan<int> rows, Span<ushort> sums)
    {
        byte[] kept = final;
        int weight = Weight;
        foreach (int row in rows) sums[row] = (ushort)(weight * kept[row]);
    }

    /// <summary>Adds the final scores of some rows, weighted, to their sums.</summary>
    public void AddTo(ReadOnlySpan<int> rows, Span<ushort> sums)
    {
        byte[] kept = final;
        int weight = Weight;
        foreach (int row in rows) sums[row] += (ushort)(weight * kept[row]);
    }

    /// <summary>Keeps the score of a row; false where it is out of bounds.</summary>
    public bool TrySet(int row, long score)
    {
        if (IsZero)
        {
            if (score == 0) return true;
            if (Normalizer is null) final = new byte[size];
            else raw = new int[size];
        }

        if (Normalizer is null)
        {
            final[row] = (byte)score;
            return (ulong)score <= DefaultNormalization.MaxNodeScore;
        }

        raw[row] = (int)score;
        return raw[row] == score;
    }
}
