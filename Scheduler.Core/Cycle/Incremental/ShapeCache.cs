using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>The kept answers of shapes, within a bound of memory.</summary>
/// <remarks>
/// Where more shapes come than there is room for, a shape takes the place of another only if it was used more recently than the one that was not used for
/// longest: shapes that come round after round, more of them than fit, would otherwise push each other out before any of them is used again.
/// </remarks>
internal sealed class ShapeCache(KeptContext context, CycleOptions options)
{
    /// <summary>About what answers take a row: reason and sum, one grouping with its tree, and a share of the columns.</summary>
    private const int BytesPerRow = 24;

    private const int ShapesMin = 8;

    private readonly ShapeTable shapes = new(context.Plugins.Reads);
    private readonly List<Shape> kept = [];
    private long uses;

    /// <summary>The answers for the pod's shape, up to date; null where there are none (yet). PreFilter has run.</summary>
    public KeptAnswers? Of(PodInfo pod)
    {
        if (shapes.Of(pod) is not { IsQuarantined: false } shape) return null;
        long before = shape.LastUse;
        shape.LastUse = ++uses;
        shape.SeenCount++;
        if (shape.Answers is null && (shape.SeenCount < options.KeepShapesFrom || !TryMakeRoom(shape, before))) return null;
        if (shape.Answers!.Sync(pod)) return shape.Answers;
        shape.IsQuarantined = true;
        shape.Answers = null;
        kept.Remove(shape);
        context.Counters.Quarantines++;
        return null;
    }

    /// <summary>Forgets everything.</summary>
    public void Forget()
    {
        shapes.Forget();
        kept.Clear();
        context.Forget();
    }

    private bool TryMakeRoom(Shape shape, long lastUse)
    {
        long room = Math.Max(ShapesMin, options.KeptBytesMax / (BytesPerRow * (long)Math.Max(1, context.Nodes.RowCount)));
        if (kept.Count < room)
        {
            shape.Answers = new(context);
            kept.Add(shape);
            context.ShareRoom(kept.Count);
            return true;
        }

        int coldest = 0;
        for (int i = 1; i < kept.Count; i++)
            if (kept[i].LastUse < kept[coldest].LastUse) coldest = i;
        if (lastUse < kept[coldest].LastUse) return false;
        shape.Answers = kept[coldest].Answers;
        shape.Answers!.Reuse();
        kept[coldest].Answers = null;
        kept[coldest] = shape;
        return true;
    }
}
