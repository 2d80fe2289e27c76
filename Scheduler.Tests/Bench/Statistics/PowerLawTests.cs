using Scheduler.Bench.Generate;
using Scheduler.Bench.Statistics;

namespace Scheduler.Tests.Bench.Statistics;

public sealed class PowerLawTests
{
    private static readonly double[] Sizes = [100, 300, 1000, 3000, 10_000];

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_clean_law_is_found_exactly(double exponent)
    {
        PowerLaw law = PowerLaw.Fit(Sizes, [.. Sizes.Select(x => 3 * Math.Pow(x, exponent))], 0.95);
        Assert.Equal(exponent, law.Exponent.Estimate, 9);
        Assert.Equal(3, law.Factor, 6);
        Assert.Equal(3 * Math.Pow(50, exponent), law.At(50), 6);
        Assert.InRange(law.Exponent.High - law.Exponent.Low, 0, 1e-6);
    }

    [Fact]
    public void The_bounds_are_those_of_a_line_through_the_logarithms()
    {
        // log₁₀: x 0 1 2, y 0 1 1: slope 0.5, residual variance 1/6, error √(1/12), t(1 degree) = 12.706.
        PowerLaw law = PowerLaw.Fit([1, 10, 100], [1, 10, 10], 0.95);
        Assert.Equal(0.5, law.Exponent.Estimate, 9);
        Assert.Equal(12.706 * Math.Sqrt(1.0 / 12), law.Exponent.High - 0.5, 2);
    }

    [Fact]
    public void The_true_exponent_lies_between_the_bounds_about_as_often_as_promised()
    {
        SeededRandom random = new(9);
        int inside = 0;
        for (int round = 0; round < 300; round++)
        {
            double[] y = [.. Sizes.Select(x => x * Math.Exp((random.Next(2001) - 1000) / 10_000.0))];
            if (PowerLaw.Fit(Sizes, y, 0.9).Exponent.Contains(1)) inside++;
        }

        Assert.InRange(inside, 255, 290);
    }

    [Fact]
    public void What_has_no_slope_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 2], [1, 2], 0.95));
        Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 1, 1], [1, 2, 3], 0.95));
        Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 2, 3], [1, 0, 3], 0.95));
    }
}
