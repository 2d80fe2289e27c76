namespace Scheduler.Core.Framework;

/// <summary>The normalisation that most plugins share: scale to the largest raw score (docs/semantics.md 3.16).</summary>
public static class DefaultNormalization
{
    /// <summary>The best normalised score.</summary>
    public const long MaxNodeScore = 100;

    /// <summary>100*raw/max; unchanged where the maximum is not positive.</summary>
    public static long Scale(long raw, long max) => max <= 0 ? raw : MaxNodeScore * raw / max;

    /// <summary>100 minus <see cref="Scale"/>; 100 where the maximum is not positive.</summary>
    public static long ScaleReversed(long raw, long max) => max <= 0 ? MaxNodeScore : MaxNodeScore - (MaxNodeScore * raw / max);
}
