using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Scheduler.Bench.Statistics;

/// <summary>How something grows: <c>y ≈ Factor · x^Exponent</c>. An exponent of 0 is constant, 1 linear, 2 quadratic.</summary>
/// <param name="Exponent">With its bounds.</param>
/// <param name="Factor">y at x = 1.</param>
public sealed record PowerLaw(Interval Exponent, double Factor)
{
    /// <summary>The value that the law expects.</summary>
    public double At(double x) => Factor * Math.Pow(x, Exponent.Estimate);

    /// <summary>A straight line through the logarithms, least squares, with Student's t for the bounds of its slope.</summary>
    /// <exception cref="ArgumentException">Fewer than three points, a value that is not above 0, x all equal, or a confidence that is not between 0 and 1.</exception>
    public static PowerLaw Fit(IReadOnlyList<double> x, IReadOnlyList<double> y, double confidence)
    {
        if (x.Count != y.Count || x.Count < 3) throw new ArgumentException($"{x.Count} and {y.Count} values are no three points", nameof(x));
        if (x.Concat(y).Any(value => !(value > 0) || double.IsInfinity(value))) throw new ArgumentException("every value must be above 0 and finite", nameof(x));
        if (confidence is not (> 0 and < 1)) throw new ArgumentException($"{confidence} is no confidence between 0 and 1", nameof(confidence));
        double[] logX = [.. x.Select(value => Math.Log(value))], logY = [.. y.Select(value => Math.Log(value))];
        double meanX = logX.Average();
        double spread = logX.Sum(value => (value - meanX) * (value - meanX));
        if (!(spread > 0)) throw new ArgumentException("x has one value only", nameof(x));

        (double intercept, double slope) = MathNet.Numerics.Fit.Line(logX, logY);
        double residual = 0;
        for (int i = 0; i < logX.Length; i++)
        {
            double error = logY[i] - intercept - (slope * logX[i]);
            residual += error * error;
        }

        int freedom = logX.Length - 2;
        double reach = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - confidence) / 2)) * Math.Sqrt(residual / freedom / spread);
        return new(new(slope, slope - reach, slope + reach), Math.Exp(intercept));
    }
}
