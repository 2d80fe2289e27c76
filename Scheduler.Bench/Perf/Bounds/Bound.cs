using System.Globalization;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>Something that must be at least, or at most, so much.</summary>
/// <param name="Name">For <c>--only</c>.</param>
/// <param name="What">What is measured, in words.</param>
/// <param name="IsAtLeast">True: larger is better.</param>
/// <param name="Limit">The bound.</param>
/// <param name="Unit">Of the limit and the figure.</param>
/// <param name="Measure">Measures.</param>
public sealed record Bound(string Name, string What, bool IsAtLeast, double Limit, string Unit, Func<BoundRun, BoundFigure> Measure)
{
    /// <summary>True where the figure keeps the bound.</summary>
    public bool Holds(double value) => IsAtLeast ? value >= Limit : value <= Limit;

    /// <summary>The bound as people write it: <c>≥ 200,000 /s</c>.</summary>
    public string LimitText => $"{(IsAtLeast ? "≥" : "≤")} {Number(Limit)} {Unit}";

    /// <summary>A figure as people write it.</summary>
    public string Text(double value) => $"{Number(value)} {Unit}";

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}

/// <summary>What was measured.</summary>
/// <param name="Value">In the unit of the bound.</param>
/// <param name="Detail">What else is worth knowing, in one line.</param>
public sealed record BoundFigure(double Value, string Detail);

/// <summary>A bound with its figure.</summary>
public sealed record BoundResult(Bound Bound, BoundFigure Figure)
{
    /// <summary>True where the figure keeps the bound.</summary>
    public bool Passed => Bound.Holds(Figure.Value);
}
