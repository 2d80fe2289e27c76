using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Scheduler.Bench.Statistics;

/// <summary>
/// Are two samples as good as equal? Two one-sided tests (TOST): a small chance says that the true difference lies within the margin. That no test
/// finds a difference says nothing of the kind: with few values none would.
/// </summary>
public static class Equivalence
{
    /// <summary>The chance of samples at least this close where the means differ by the margin or more; Welch's t, variances may differ.</summary>
    /// <param name="a">A sample of at least two values.</param>
    /// <param name="b">A sample of at least two values.</param>
    /// <param name="margin">The difference that would matter, in the unit of the values.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two values, or the margin is not above 0.</exception>
    public static double Means(IReadOnlyList<double> a, IReadOnlyList<double> b, double margin)
    {
        Check(a, b, margin, least: 2);
        double varianceA = a.Variance() / a.Count, varianceB = b.Variance() / b.Count, variance = varianceA + varianceB;
        double difference = a.Mean() - b.Mean();
        if (!(variance > 0)) return Math.Abs(difference) < margin ? 0 : 1;
        double freedom = variance * variance / ((varianceA * varianceA / (a.Count - 1)) + (varianceB * varianceB / (b.Count - 1)));
        double error = Math.Sqrt(variance);
        double notBelow = StudentT.CDF(0, 1, freedom, -(difference + margin) / error);
        double notAbove = StudentT.CDF(0, 1, freedom, (difference - margin) / error);
        return Math.Max(notBelow, notAbove);
    }

    /// <summary>The same by ranks: the chance of samples at least this close where one tends to exceed the other by the margin or more.</summary>
    /// <inheritdoc cref="Means" path="/param"/>
    /// <exception cref="ArgumentException">A sample is empty, or the margin is not above 0.</exception>
    public static double Ranks(IReadOnlyList<double> a, IReadOnlyList<double> b, double margin)
    {
        Check(a, b, margin, least: 1);
        double notBelow = RankTests.MannWhitneyGreater([.. a.Select(value => value + margin)], b);
        double notAbove = RankTests.MannWhitneyGreater(b, [.. a.Select(value => value - margin)]);
        return Math.Max(notBelow, notAbove);
    }

    private static void Check(IReadOnlyList<double> a, IReadOnlyList<double> b, double margin, int least)
    {
        if (Math.Min(a.Count, b.Count) < least) throw new ArgumentException($"{a.Count} and {b.Count} values are too few", a.Count < least ? nameof(a) : nameof(b));
        if (!(margin > 0)) throw new ArgumentException($"{margin} is no margin above 0", nameof(margin));
    }
}
