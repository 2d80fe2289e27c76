namespace Scheduler.Bench.Statistics;

/// <summary>Corrects for looking many times: among 50 honest comparisons at 5 % two or three "differ" by chance.</summary>
public static class Holm
{
    /// <summary>
    /// The corrected p-values, in the order of the given ones: rejecting those of at most α keeps the chance of any wrong rejection at or below α.
    /// </summary>
    /// <exception cref="ArgumentException">A value is not between 0 and 1.</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        foreach (double p in pValues)
            if (p is not (>= 0 and <= 1)) throw new ArgumentException($"{p} is no p-value", nameof(pValues));
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])];
        double[] adjusted = new double[pValues.Count];
        double highest = 0;
        for (int step = 0; step < order.Length; step++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - step) * pValues[order[step]]));
            adjusted[order[step]] = highest;
        }

        return adjusted;
    }
}
