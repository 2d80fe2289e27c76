using Scheduler.Core.Framework;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>The score of storage by its utilization: a broken line through the points of the arguments (docs/semantics.md 3.10, 3.6).</summary>
public sealed class StorageShape(UtilizationShapePoint[] points)
{
    private const long ScoreScale = DefaultNormalization.MaxNodeScore / 10;

    /// <summary>The score, 0 to 100, of using <paramref name="requested"/> of <paramref name="capacity"/> bytes.</summary>
    public long Score(long requested, long capacity) => At(capacity == 0 || requested > capacity ? 100 : requested * 100 / capacity);

    private long At(long utilization)
    {
        if (points.Length == 0) return 0;
        for (int i = 0; i < points.Length; i++)
        {
            if (utilization > points[i].Utilization) continue;
            if (i == 0) return points[0].Score * ScoreScale;
            long fromScore = points[i - 1].Score * ScoreScale, toScore = points[i].Score * ScoreScale;
            return fromScore + ((toScore - fromScore) * (utilization - points[i - 1].Utilization) / (points[i].Utilization - points[i - 1].Utilization));
        }

        return points[^1].Score * ScoreScale;
    }
}
