using System.Xml.Linq;
using Scheduler.Bench.Charts;

namespace Scheduler.Tests.Bench.Charts;

public sealed class SvgChartTests
{
    private static readonly VerifySettings Svg = VerifySettings.Default with { Extension = "svg" };

    private static readonly Chart Lines = new(
        "Cost of a decision <by nodes & shapes>", new("nodes", IsLogarithmic: true), new("time, ns", IsLogarithmic: true),
        new("one shape", SeriesKind.Line, new(1000, 900, 850, 980), new(10_000, 1100, 1000, 1300), new(100_000, 1500, 1400, 1700)),
        new("n^0.11", SeriesKind.Trend, new(1000, 890), new(100_000, 1480)),
        new("plain", SeriesKind.Points, new(1000, 300_000), new(10_000, 3_100_000)))
    {
        Limits = [new(5000, "200,000 a second")],
    };

    private static readonly Chart Bars = new(
        "Decisions a second", new("workload", Categories: ["SchedulingBasic", "TopologySpreading", "SchedulingPodAffinity"]), new("pods/s"),
        new("vector", SeriesKind.Bars, new(0, 6000, 5500, 6400), new(1, 4000), new(2, 3500)),
        new("incremental", SeriesKind.Bars, new(0, 210_000, 180_000, 230_000), new(1, 60_000), new(2, 40_000)));

    [Fact]
    public void Lines_with_intervals_a_trend_and_a_limit_on_logarithmic_axes() => Verify.That(SvgChart.Draw(Lines), Svg);

    [Fact]
    public void Bars_side_by_side_over_categories() => Verify.That(SvgChart.Draw(Bars), Svg);

    [Fact]
    public void The_same_chart_is_the_same_file() => Assert.Equal(SvgChart.Draw(Lines), SvgChart.Draw(Lines with { }));

    [Fact]
    public void Text_is_escaped_and_stays_readable()
    {
        XElement svg = XElement.Parse(SvgChart.Draw(Bars with { Title = "a<b>&\"c\"\u0001 😀" }));
        Assert.Equal("a<b>&\"c\"\uFFFD 😀", svg.Elements().First().Value);
    }

    [Fact]
    public void Everything_lies_within_the_picture()
    {
        foreach (Chart chart in new[] { Lines, Bars })
        {
            foreach (XElement shape in XElement.Parse(SvgChart.Draw(chart)).Elements())
            {
                foreach (XAttribute place in shape.Attributes())
                {
                    if (place.Name.LocalName is "x" or "x1" or "x2" or "cx") Assert.InRange((double)place, 0, chart.Width);
                    if (place.Name.LocalName is "y" or "y1" or "y2" or "cy") Assert.InRange((double)place, 0, chart.Height);
                }
            }
        }
    }

    [Fact]
    public void What_cannot_be_shown_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SvgChart.Draw(Lines with { Series = [] }));
        Assert.Throws<ArgumentException>(() => SvgChart.Draw(Lines with { Series = [new("zero", SeriesKind.Line, new DataPoint(10, 0))] }));
        Assert.Throws<ArgumentException>(() => SvgChart.Draw(Bars with { Series = [new("none", SeriesKind.Bars, new DataPoint(0, double.NaN))] }));
    }

    [Fact]
    public void One_value_alone_and_equal_values_have_axes_too()
    {
        Assert.Contains("<circle", SvgChart.Draw(new("one", new("x"), new("y"), new Series("s", SeriesKind.Points, new DataPoint(5, 0)))));
        Assert.Contains("<circle", SvgChart.Draw(new("one", new("x", true), new("y", true), new Series("s", SeriesKind.Points, new DataPoint(5, 7)))));
    }
}
