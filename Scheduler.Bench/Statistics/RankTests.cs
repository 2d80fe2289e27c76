using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Scheduler.Bench.Statistics;

/// <summary>Comparisons that look at the order of values only, so that a single slow run does not decide.</summary>
public static class RankTests
{
    /// <summary>
    /// The Mann–Whitney test, two-sided: the chance of samples at least this far apart where neither tends to be larger. Normal approximation with
    /// corrections for ties and continuity: trust it from about five values a side.
    /// </summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double MannWhitney(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        (double distance, double deviation) = Distance(a, b);
        if (!(deviation > 0)) return 1;
        return Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Max(0, Math.Abs(distance) - 0.5) / deviation));
    }

    /// <summary>The same, one-sided: the chance of an <paramref name="a"/> at least this much larger where it does not tend to be larger.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double MannWhitneyGreater(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        (double distance, double deviation) = Distance(a, b);
        if (!(deviation > 0)) return 1;
        return Normal.CDF(0, 1, -(distance - 0.5) / deviation);
    }

    /// <summary>How far U is from where it would be if neither sample tended to be larger, and the standard deviation of that.</summary>
    private static (double Distance, double Deviation) Distance(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0) throw new ArgumentException("a sample is empty", a.Count == 0 ? nameof(a) : nameof(b));
        double[] all = [.. a, .. b];
        double[] ranks = all.Ranks(RankDefinition.Average);
        double rankSum = 0;
        for (int i = 0; i < a.Count; i++) rankSum += ranks[i];

        double n = a.Count, m = b.Count, total = n + m;
        double u = rankSum - (n * (n + 1) / 2);
        return (u - (n * m / 2), Math.Sqrt(n * m / 12 * (total + 1 - (TieTerm(all) / (total * (total - 1))))));
    }

    /// <summary>Σ (t³ − t) over the groups of equal values.</summary>
    private static double TieTerm(double[] values)
    {
        double sum = 0;
        foreach (IGrouping<double, double> same in values.GroupBy(value => value))
        {
            double t = same.Count();
            sum += (t * t * t) - t;
        }

        return sum;
    }
}
