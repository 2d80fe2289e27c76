using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>The kept answers of all shapes, within a bound of memory.</summary>
internal sealed class ShapeCache(KeptContext context, CycleOptions options)
{
    private const int DecisionsBetweenCounts = 256;

    private readonly ShapeTable shapes = new(context.Plugins.Reads);
    private long uses;
    private int made;

    /// <summary>The answers for the pod's shape, up to date; null where there are none (yet). PreFilter has run.</summary>
    public KeptAnswers? Of(PodInfo pod)
    {
        if (shapes.Of(pod) is not { IsQuarantined: false } shape) return null;
        shape.LastUse = ++uses;
        shape.SeenCount++;
        if (shape.Answers is null)
        {
            if (shape.SeenCount < options.KeepShapesFrom) return null;
            MakeRoom();
            shape.Answers = new(context);
        }

        if (shape.Answers.Sync(pod)) return shape.Answers;
        shape.IsQuarantined = true;
        shape.Answers = null;
        context.Counters.Quarantines++;
        return null;
    }

    /// <summary>Forgets everything.</summary>
    public void Forget() => shapes.Forget();

    // Answers cost bytes a row: where they outgrow the bound those that were used least recently go.
    private void MakeRoom()
    {
        if (++made % DecisionsBetweenCounts != 0 && 16L * context.Nodes.RowCount * DecisionsBetweenCounts < options.KeptBytesMax) return;
        Shape[] kept = [.. shapes.All.Where(shape => shape.Answers is not null).OrderByDescending(shape => shape.LastUse)];
        long bytes = 0;
        foreach (Shape shape in kept)
        {
            bytes += shape.Answers!.Bytes;
            if (bytes <= options.KeptBytesMax) continue;
            shape.Answers = null;
            shape.SeenCount = 0;
        }
    }
}
