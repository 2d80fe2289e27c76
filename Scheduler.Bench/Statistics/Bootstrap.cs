using MathNet.Numerics.Statistics;
using Scheduler.Bench.Generate;

namespace Scheduler.Bench.Statistics;

/// <summary>Confidence intervals by resampling: no assumption about the shape of the noise. Everything follows from the seed.</summary>
public static class Bootstrap
{
    /// <summary>How often samples are drawn again; the bounds move by less than their own noise beyond it.</summary>
    private const int Resamples = 2000;

    /// <summary>The median of one sample.</summary>
    /// <exception cref="ArgumentException">The sample is empty, or the confidence is not between 0 and 1.</exception>
    public static Interval Median(IReadOnlyList<double> sample, double confidence, ulong seed)
    {
        if (sample.Count == 0) throw new ArgumentException("the sample is empty", nameof(sample));
        double[] drawn = new double[sample.Count];
        return Of(sample.Median(), confidence, seed, random =>
        {
            for (int i = 0; i < drawn.Length; i++) drawn[i] = sample[random.Next(sample.Count)];
            return drawn.Median();
        });
    }

    /// <summary>Median of <paramref name="a"/> over median of <paramref name="b"/>, where a[i] and b[i] were measured side by side: pairs are drawn together.</summary>
    /// <exception cref="ArgumentException">The samples are empty or not pairs, or the confidence is not between 0 and 1.</exception>
    public static Interval PairedRatioOfMedians(IReadOnlyList<double> a, IReadOnlyList<double> b, double confidence, ulong seed)
    {
        if (a.Count == 0 || a.Count != b.Count) throw new ArgumentException($"{a.Count} and {b.Count} values are no pairs", nameof(b));
        double[] drawnA = new double[a.Count], drawnB = new double[b.Count];
        return Of(a.Median() / b.Median(), confidence, seed, random =>
        {
            for (int i = 0; i < drawnA.Length; i++)
            {
                int pair = random.Next(drawnA.Length);
                (drawnA[i], drawnB[i]) = (a[pair], b[pair]);
            }

            return drawnA.Median() / drawnB.Median();
        });
    }

    private static Interval Of(double estimate, double confidence, ulong seed, Func<SeededRandom, double> resample)
    {
        if (confidence is not (> 0 and < 1)) throw new ArgumentException($"{confidence} is no confidence between 0 and 1", nameof(confidence));
        SeededRandom random = new(seed);
        double[] estimates = new double[Resamples];
        for (int i = 0; i < estimates.Length; i++) estimates[i] = resample(random);
        double tail = (1 - confidence) / 2;
        return new(estimate, Math.Min(estimate, estimates.Quantile(tail)), Math.Max(estimate, estimates.Quantile(1 - tail)));
    }
}
