namespace Scheduler.Bench.Statistics;

/// <summary>An estimate and the bounds between which its true value lies with the confidence that was asked for: <c>Low ≤ Estimate ≤ High</c>.</summary>
public readonly record struct Interval(double Estimate, double Low, double High);
