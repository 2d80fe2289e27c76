namespace Scheduler.Bench.Charts;

/// <summary>Draws a <see cref="Chart"/> as an SVG file that needs nothing else: no script, no font, no network; it follows the reader's light or dark page.</summary>
public static class SvgChart
{
    private const double Left = 84;
    private const double Right = 24;
    private const double LetterWidth = 6.6;
    private const double LegendLine = 20;

    /// <summary>The file.</summary>
    /// <exception cref="ArgumentException">There is nothing to draw, or a value cannot be shown on its axis.</exception>
    public static string Draw(Chart chart)
    {
        DataPoint[] points = [.. chart.Series.SelectMany(series => series.Points)];
        if (points.Length == 0) throw new ArgumentException("a chart without points", nameof(chart));
        if (points.Any(point => !double.IsFinite(point.X) || !double.IsFinite(point.Y))) throw new ArgumentException("a point that is no number", nameof(chart));

        bool turned = chart.X.Categories is { } names && names.Max(name => name.Length) * LetterWidth > (chart.Width - Left - Right) / names.Length;
        double top = 44 + (LegendRows(chart).Length * LegendLine);
        double bottom = chart.Height - (turned ? 52 + (chart.X.Categories!.Max(name => name.Length) * LetterWidth * 0.6) : 54);
        AxisScale x = new(chart.X, [.. points.Select(point => point.X)], fromZero: false, Left, chart.Width - Right);
        AxisScale y = new(chart.Y, [.. points.SelectMany(Heights), .. chart.Limits.Select(limit => limit.Y)], fromZero: true, bottom, top);

        using SvgText svg = new(chart.Width, chart.Height, chart.Title, ChartStyle.Css);
        svg.Rectangle("ground", 0, 0, chart.Width, chart.Height);
        svg.Text(chart.Title, Left, 26, cssClass: "title");
        DrawLegend(svg, chart);
        DrawAxes(svg, chart, x, y, turned);
        SeriesDrawing drawing = new(svg, chart, x, y);
        for (int i = 0; i < chart.Series.Length; i++) drawing.Draw(i);
        foreach (Limit limit in chart.Limits)
        {
            svg.Line("limit", Left, y.At(limit.Y), chart.Width - Right, y.At(limit.Y));
            svg.Text(limit.Label, chart.Width - Right - 4, y.At(limit.Y) - 5, "end", "limit-name");
        }

        return svg.End();
    }

    private static IEnumerable<double> Heights(DataPoint point) => [point.Y, point.Low ?? point.Y, point.High ?? point.Y];

    private static void DrawAxes(SvgText svg, Chart chart, AxisScale x, AxisScale y, bool turned)
    {
        double left = Left, right = chart.Width - Right, top = y.At(y.Ticks[^1]), bottom = y.At(y.Ticks[0]);
        foreach (double tick in y.Ticks)
        {
            svg.Line("grid", left, y.At(tick), right, y.At(tick));
            svg.Text(AxisScale.Text(tick), left - 8, y.At(tick) + 4, "end");
        }

        foreach (double tick in x.Ticks)
        {
            if (chart.X.Categories is null) svg.Line("grid", x.At(tick), top, x.At(tick), bottom);
            string name = chart.X.Categories is { } names ? names[(int)tick] : AxisScale.Text(tick);
            if (turned) svg.Text(name, x.At(tick) + 4, bottom + 16, "end", turn: -35);
            else svg.Text(name, x.At(tick), bottom + 18, "middle");
        }

        svg.Rectangle("frame", left, top, right - left, bottom - top);
        svg.Text(chart.X.Label, (left + right) / 2, chart.Height - 12, "middle");
        svg.Text(chart.Y.Label, 20, (top + bottom) / 2, "middle", turn: -90);
    }

    private static void DrawLegend(SvgText svg, Chart chart)
    {
        int series = 0;
        double y = 48;
        foreach (string[] row in LegendRows(chart))
        {
            double x = Left;
            foreach (string name in row)
            {
                svg.Rectangle($"f{ChartStyle.Colour(series++)}", x, y - 9, 10, 10);
                svg.Text(name, x + 15, y);
                x += LegendWidth(name);
            }

            y += LegendLine;
        }
    }

    /// <summary>The names, as many in a row as fit.</summary>
    private static string[][] LegendRows(Chart chart)
    {
        List<List<string>> rows = [[]];
        double x = Left;
        foreach (Series series in chart.Series)
        {
            if (rows[^1].Count > 0 && x + LegendWidth(series.Name) > chart.Width - Right)
            {
                rows.Add([]);
                x = Left;
            }

            rows[^1].Add(series.Name);
            x += LegendWidth(series.Name);
        }

        return [.. rows.Select(row => row.ToArray())];
    }

    private static double LegendWidth(string name) => 34 + (name.Length * LetterWidth);
}
