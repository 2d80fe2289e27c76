using System.Globalization;

namespace Scheduler.Bench.Charts;

/// <summary>Where a value goes on an axis, and which values get a mark.</summary>
internal sealed class AxisScale
{
    /// <summary>About so many marks fit on an axis.</summary>
    private const int Marks = 6;

    private readonly double from;
    private readonly double to;
    private readonly double pixelFrom;
    private readonly double pixelTo;
    private readonly bool isLogarithmic;

    /// <param name="axis">The axis.</param>
    /// <param name="values">All values that must be visible; at least one.</param>
    /// <param name="fromZero">True: the axis begins at 0, where it is linear.</param>
    /// <param name="pixelFrom">Where the smallest value goes.</param>
    /// <param name="pixelTo">Where the largest one goes.</param>
    public AxisScale(Axis axis, IReadOnlyCollection<double> values, bool fromZero, double pixelFrom, double pixelTo)
    {
        this.pixelFrom = pixelFrom;
        this.pixelTo = pixelTo;
        isLogarithmic = axis.IsLogarithmic;
        double low = values.Min(), high = values.Max();
        if (axis.Categories is { } categories)
        {
            (from, to) = (-0.5, categories.Length - 0.5);
            Ticks = [.. Enumerable.Range(0, categories.Length).Select(i => (double)i)];
            return;
        }

        Ticks = isLogarithmic ? Decades(low, high) : Steps(fromZero ? Math.Min(0, low) : low, high);
        (from, to) = (Ticks[0], Ticks[^1]);
    }

    /// <summary>The marked values, rising; the first and the last are the ends of the axis, unless there are categories.</summary>
    public double[] Ticks { get; }

    /// <summary>The place of a value, in pixels.</summary>
    public double At(double value) => pixelFrom + (Share(value) * (pixelTo - pixelFrom));

    /// <summary>A number as a person writes it on an axis: 20k, 1.5M, 0.25.</summary>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        (double unit, string suffix) = size switch
        {
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e3 => (1e3, "k"),
            _ => (1, ""),
        };
        return (value / unit).ToString("0.####", CultureInfo.InvariantCulture) + suffix;
    }

    private double Share(double value) => isLogarithmic
        ? (Math.Log10(value) - Math.Log10(from)) / (Math.Log10(to) - Math.Log10(from))
        : (value - from) / (to - from);

    /// <summary>Round steps: 1, 2 or 5 times a power of ten.</summary>
    private static double[] Steps(double low, double high)
    {
        if (!(high > low)) high = low + Math.Max(1, Math.Abs(low));
        double rough = (high - low) / Marks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        long first = (long)Math.Floor(low / step), last = (long)Math.Ceiling(high / step);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    /// <summary>Powers of ten, with 2 and 5 between them where there is room.</summary>
    private static double[] Decades(double low, double high)
    {
        if (!(low > 0)) throw new ArgumentException($"{low} cannot be shown on a logarithmic axis");
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        if (last == first) last++;
        double[] factors = last - first <= 2 ? [1, 2, 5] : [1];
        double[] all = [.. Enumerable.Range(first, last - first + 1).SelectMany(power => factors.Select(factor => factor * Math.Pow(10, power)))];
        int begin = Array.FindLastIndex(all, tick => tick <= low * (1 + 1e-9)), end = Array.FindIndex(all, tick => tick >= high * (1 - 1e-9));
        return all[begin..(Math.Max(end, begin + 1) + 1)];
    }
}
