using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>The raw scores of one plugin, by row; only rows that pass mean anything.</summary>
/// <remarks>A byte a row where the score is final (0 to 100), an int where it is normalised later.</remarks>
internal sealed class KeptColumn(int position, in ScoreSlot slot)
{
    private byte[] final = [];
    private int[] raw = [];

    /// <summary>Place in the score order.</summary>
    public int Position => position;

    public int Index { get; } = slot.Index;

    public IScore Plugin { get; } = slot.Plugin;

    public int Weight { get; } = slot.Weight;

    /// <summary>The normaliser; null where the raw score is final.</summary>
    public IRangeNormalizer? Normalizer { get; } = slot.Plugin as IRangeNormalizer;

    public NodeColumns Uses { get; } = slot.Plugin.Uses;

    /// <summary>The raw score of a row.</summary>
    public long this[int row] => Normalizer is null ? final[row] : raw[row];

    public long Bytes => final.Length + (4L * raw.Length);

    public void Resize(int rows)
    {
        if (Normalizer is null && final.Length < rows) Array.Resize(ref final, rows);
        if (Normalizer is not null && raw.Length < rows) Array.Resize(ref raw, rows);
    }

    /// <summary>Keeps the score of a row; false where it is out of bounds.</summary>
    public bool TrySet(int row, long score)
    {
        if (Normalizer is null)
        {
            final[row] = (byte)score;
            return (ulong)score <= DefaultNormalization.MaxNodeScore;
        }

        raw[row] = (int)score;
        return raw[row] == score;
    }
}
