using System.Globalization;
using Scheduler.Bench.Charts;

namespace Scheduler.Bench.Perf.Scaling;

/// <summary>Curves and their laws as a picture.</summary>
internal static class ScalingPlot
{
    /// <summary>The file; both axes are logarithmic, so that a law is a straight line and its exponent the slope.</summary>
    public static string Of(ScalingCurve[] curves, string engine) => SvgChart.Draw(new(
        $"Cost of a decision, {engine} engine", new("nodes", IsLogarithmic: true), new("processor time a pod, ns", IsLogarithmic: true),
        [.. curves.SelectMany(Series)]));

    private static IEnumerable<Series> Series(ScalingCurve curve)
    {
        string exponent = curve.Law.Exponent.Estimate.ToString("0.00", CultureInfo.InvariantCulture);
        yield return new($"{curve.Case}: n^{exponent}", SeriesKind.Line, [.. curve.Points.Select(point => new DataPoint(point.Nodes, point.CostNs.Estimate, point.CostNs.Low, point.CostNs.High))]);
    }
}
