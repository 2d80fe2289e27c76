using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>The raw scores of one plugin, by row; only rows that pass mean anything.</summary>
/// <remarks>A byte a row where the score is final (0 to 100), an int where it is normalised later.</remarks>
internal sealed class KeptColumn(int position, in ScoreSlot slot)
{
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
    public long this[int row] => Normalizer is null ? final[row] : raw.Length == 0 ? 0 : raw[row];

    public long Bytes => final.Length + (4L * raw.Length);

    public void Resize(int rows)
    {
        if (Normalizer is null && final.Length < rows) Array.Resize(ref final, rows);
        if (Normalizer is not null && raw.Length > 0 && raw.Length < rows) Array.Resize(ref raw, rows);
        size = rows;
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

        byte[] kept = final;
        ulong largest = 0;
        scores = scores[..rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            largest = Math.Max(largest, (ulong)scores[i]);
            kept[rows[i]] = (byte)scores[i];
        }

        return largest <= DefaultNormalization.MaxNodeScore;
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
        if (Normalizer is null)
        {
            final[row] = (byte)score;
            return (ulong)score <= DefaultNormalization.MaxNodeScore;
        }

        if (raw.Length == 0)
        {
            // Often all are zero (no soft taints): then nothing is held.
            if (score == 0) return true;
            raw = new int[size];
        }

        raw[row] = (int)score;
        return raw[row] == score;
    }
}
