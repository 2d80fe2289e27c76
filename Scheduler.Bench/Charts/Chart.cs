namespace Scheduler.Bench.Charts;

/// <summary>A chart as data: <see cref="SvgChart"/> draws it. Equal charts are equal files.</summary>
/// <param name="Title">What it shows, in one line.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">What is drawn, in the order of the legend.</param>
public sealed record Chart(string Title, Axis X, Axis Y, params Series[] Series)
{
    /// <summary>Values of y that something must stay above or below: drawn as dashed lines.</summary>
    public Limit[] Limits { get; init; } = [];

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 760;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 440;
}

/// <summary>An axis.</summary>
/// <param name="Label">What it counts, with the unit.</param>
/// <param name="IsLogarithmic">True: equal factors are equal lengths; only values above 0 can be shown.</param>
/// <param name="Categories">Names of places 0, 1 and so on instead of numbers; for a horizontal axis under bars. Null for numbers.</param>
public sealed record Axis(string Label, bool IsLogarithmic = false, string[]? Categories = null);

/// <summary>How a series is drawn.</summary>
public enum SeriesKind
{
    /// <summary>Points joined in their order.</summary>
    Line,

    /// <summary>Points alone.</summary>
    Points,

    /// <summary>A dashed line without points: a law, a model.</summary>
    Trend,

    /// <summary>Columns from the bottom; several series stand side by side.</summary>
    Bars,
}

/// <summary>Values of one kind.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Points">The values; for bars x is the number of the category.</param>
public sealed record Series(string Name, SeriesKind Kind, params DataPoint[] Points);

/// <summary>One value, with the bounds of its interval where there is one.</summary>
public readonly record struct DataPoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>A horizontal line with a name.</summary>
public readonly record struct Limit(double Y, string Label);
