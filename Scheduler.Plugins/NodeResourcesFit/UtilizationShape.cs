namespace Scheduler.Plugins.NodeResourcesFit;

/// <summary>The broken line from utilization (percent) to score that RequestedToCapacityRatio is configured with.</summary>
public static class UtilizationShape
{
    private const int ScoreUnit = 10;

    /// <summary>The score (0 to 100) of every utilization from 0 to 100, by index.</summary>
    public static long[] Tabulate(UtilizationShapePoint[] shape)
    {
        long[] scores = new long[101];
        for (int utilization = 0; utilization < scores.Length; utilization++) scores[utilization] = At(shape, utilization);
        return scores;
    }

    /// <summary>The score of one utilization. Divisions truncate, also on falling lines.</summary>
    public static long At(UtilizationShapePoint[] shape, long utilization)
    {
        if (utilization <= shape[0].Utilization) return shape[0].Score * ScoreUnit;
        for (int i = 1; i < shape.Length; i++)
        {
            UtilizationShapePoint left = shape[i - 1], right = shape[i];
            if (utilization > right.Utilization) continue;
            long rise = (right.Score - left.Score) * ScoreUnit;
            return (left.Score * ScoreUnit) + (rise * (utilization - left.Utilization) / (right.Utilization - left.Utilization));
        }

        return shape[^1].Score * ScoreUnit;
    }
}
