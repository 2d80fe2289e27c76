namespace Scheduler.Bench.Statistics;

/// <summary>An estimate and the bounds between which its true value lies with the confidence that was asked for: <c>Low ≤ Estimate ≤ High</c>.</summary>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>True where the value lies between the bounds, or on one.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>The interval of what a growing function makes of the value, such as the exponential of a difference of logarithms.</summary>
    public Interval Through(Func<double, double> growing) => new(growing(Estimate), growing(Low), growing(High));
}
