using Scheduler.Bench.Generate;
using Scheduler.Bench.Statistics;

namespace Scheduler.Tests.Bench.Statistics;

public sealed class BootstrapTests
{
    [Fact]
    public void Equal_values_leave_nothing_open() =>
        Assert.Equal(new Interval(7, 7, 7), Bootstrap.Median([7, 7, 7, 7], 0.95, 1));

    [Fact]
    public void The_same_seed_gives_the_same_bounds()
    {
        double[] sample = [1, 5, 2, 9, 4, 3, 8];
        Assert.Equal(Bootstrap.Median(sample, 0.9, 3), Bootstrap.Median(sample, 0.9, 3));
    }

    [Fact]
    public void More_confidence_means_wider_bounds()
    {
        double[] sample = [.. Enumerable.Range(0, 40).Select(i => (double)(i * 7 % 40))];
        Interval narrow = Bootstrap.Median(sample, 0.5, 1), wide = Bootstrap.Median(sample, 0.99, 1);
        Assert.InRange(narrow.High - narrow.Low, 0, wide.High - wide.Low);
        Assert.Equal(19.5, wide.Estimate);
    }

    [Fact]
    public void The_true_median_lies_between_the_bounds_about_as_often_as_promised()
    {
        SeededRandom random = new(11);
        int inside = 0;
        for (int round = 0; round < 200; round++)
        {
            double[] sample = [.. Enumerable.Range(0, 25).Select(_ => (double)random.Next(1001))];
            Interval interval = Bootstrap.Median(sample, 0.9, (ulong)round);
            if (interval.Low <= 500 && interval.High >= 500) inside++;
        }

        Assert.InRange(inside, 165, 200);
    }

    [Fact]
    public void Noise_that_pairs_share_does_not_widen_their_ratio()
    {
        double[] b = [1, 4, 2, 100, 3, 50, 7];
        double[] a = [.. b.Select(value => value * 2)];
        Assert.Equal(new Interval(2, 2, 2), Bootstrap.PairedRatioOfMedians(a, b, 0.95, 1));
    }

    [Fact]
    public void What_is_no_pair_or_no_confidence_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.PairedRatioOfMedians([1, 2], [1], 0.95, 1));
        Assert.Throws<ArgumentException>(() => Bootstrap.Median([], 0.95, 1));
        Assert.Throws<ArgumentException>(() => Bootstrap.Median([1], 1, 1));
    }
}
