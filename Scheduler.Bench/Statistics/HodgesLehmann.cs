using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Scheduler.Bench.Statistics;

/// <summary>By how much values of one sample typically exceed those of another: a shift that a few wild values hardly move.</summary>
/// <remarks>The bounds are those shifts that the rank test of the same design does not reject; normal approximation, so from about five values a side.</remarks>
public static class HodgesLehmann
{
    /// <summary>The median of all differences between a value of <paramref name="a"/> and one of <paramref name="b"/>, in their unit.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double Shift(IReadOnlyList<double> a, IReadOnlyList<double> b) => Differences(a, b).Median();

    /// <summary>The shift of independent samples with the bounds that fit Mann–Whitney.</summary>
    /// <exception cref="ArgumentException">A sample is empty, or the confidence is not between 0 and 1.</exception>
    public static Interval Shift(IReadOnlyList<double> a, IReadOnlyList<double> b, double confidence)
    {
        double[] differences = Differences(a, b);
        double pairs = differences.Length;
        return Bounds(differences, pairs / 2, Math.Sqrt(pairs * (a.Count + b.Count + 1) / 12), confidence);
    }

    /// <summary>The shift where a[i] and b[i] were measured side by side, with the bounds that fit Wilcoxon's signed ranks: noise that pairs share does not count.</summary>
    /// <exception cref="ArgumentException">The samples are empty or not pairs, or the confidence is not between 0 and 1.</exception>
    public static Interval PairedShift(IReadOnlyList<double> a, IReadOnlyList<double> b, double confidence)
    {
        if (a.Count == 0 || a.Count != b.Count) throw new ArgumentException($"{a.Count} and {b.Count} values are no pairs", nameof(b));
        double[] shifts = [.. a.Zip(b, (left, right) => left - right)];
        double n = shifts.Length;
        List<double> averages = new((int)(n * (n + 1) / 2));
        for (int i = 0; i < shifts.Length; i++)
            for (int j = i; j < shifts.Length; j++) averages.Add((shifts[i] + shifts[j]) / 2);
        return Bounds([.. averages], n * (n + 1) / 4, Math.Sqrt(n * (n + 1) * ((2 * n) + 1) / 24), confidence);
    }

    private static double[] Differences(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0) throw new ArgumentException("a sample is empty", a.Count == 0 ? nameof(a) : nameof(b));
        double[] differences = new double[a.Count * b.Count];
        for (int i = 0; i < differences.Length; i++) differences[i] = a[i / b.Count] - b[i % b.Count];
        return differences;
    }

    /// <summary>The order statistics that the rank test's critical value points at; all of them where the samples are too small for the confidence.</summary>
    private static Interval Bounds(double[] shifts, double mean, double deviation, double confidence)
    {
        if (confidence is not (> 0 and < 1)) throw new ArgumentException($"{confidence} is no confidence between 0 and 1", nameof(confidence));
        Array.Sort(shifts);
        double z = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
        int outside = Math.Clamp((int)Math.Floor(mean - (z * deviation)), 0, (shifts.Length - 1) / 2);
        return new(shifts.Median(), shifts[outside], shifts[^(outside + 1)]);
    }
}
