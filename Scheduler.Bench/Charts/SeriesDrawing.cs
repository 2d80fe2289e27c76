namespace Scheduler.Bench.Charts;

/// <summary>Draws the values of one chart into its frame.</summary>
internal sealed class SeriesDrawing(SvgText svg, Chart chart, AxisScale x, AxisScale y)
{
    /// <summary>The share of a category's place that its bars fill together.</summary>
    private const double BarShare = 0.8;

    private const double WhiskerHalf = 4;

    private readonly int[] bars = [.. Enumerable.Range(0, chart.Series.Length).Where(i => chart.Series[i].Kind == SeriesKind.Bars)];

    /// <summary>Draws one series.</summary>
    public void Draw(int index)
    {
        Series series = chart.Series[index];
        int colour = ChartStyle.Colour(index);
        switch (series.Kind)
        {
            case SeriesKind.Bars:
                foreach (DataPoint point in series.Points) Bar(point, index, colour);
                return;
            case SeriesKind.Trend:
                svg.Path($"trend s{colour}", series.Points.Select(point => (x.At(point.X), y.At(point.Y))));
                return;
            case SeriesKind.Line:
                svg.Path($"line s{colour}", series.Points.Select(point => (x.At(point.X), y.At(point.Y))));
                break;
            case SeriesKind.Points: break;
        }

        foreach (DataPoint point in series.Points)
        {
            Whisker(point, x.At(point.X), colour);
            svg.Dot($"f{colour}", x.At(point.X), y.At(point.Y), 3.5);
        }
    }

    private void Bar(DataPoint point, int index, int colour)
    {
        double place = x.At(1) - x.At(0), width = place * BarShare / bars.Length;
        double left = x.At(point.X) - (place * BarShare / 2) + (Array.IndexOf(bars, index) * width);
        double ground = y.At(Math.Clamp(0, y.Ticks[0], y.Ticks[^1])), end = y.At(point.Y);
        svg.Rectangle($"f{colour}", left + 1, Math.Min(end, ground), Math.Max(1, width - 2), Math.Abs(ground - end));
        Whisker(point, left + (width / 2), colour: null);
    }

    /// <summary>The interval; over a bar in the colour of the frame, so that it can be seen.</summary>
    private void Whisker(DataPoint point, double at, int? colour)
    {
        if (point.Low is not { } low || point.High is not { } high) return;
        string cssClass = colour is { } own ? $"interval s{own}" : "interval frame";
        svg.Line(cssClass, at, y.At(low), at, y.At(high));
        svg.Line(cssClass, at - WhiskerHalf, y.At(low), at + WhiskerHalf, y.At(low));
        svg.Line(cssClass, at - WhiskerHalf, y.At(high), at + WhiskerHalf, y.At(high));
    }
}
