using Scheduler.Bench.Generate;
using Scheduler.Bench.Statistics;

namespace Scheduler.Tests.Bench.Statistics;

public sealed class HodgesLehmannTests
{
    [Fact]
    public void A_single_wild_value_hardly_moves_the_shift()
    {
        Assert.Equal(10, HodgesLehmann.Shift([11, 12, 13], [1, 2, 3]));
        Assert.Equal(10, HodgesLehmann.Shift([11, 12, 13, 14, 10_000], [1, 2, 3, 4, 5]), 0);
    }

    [Fact]
    public void The_bounds_are_those_of_the_rank_test()
    {
        // n = m = 5: 12.5 − 1.96 · 4.787 = 3.1, so three differences are left out on either side.
        Interval interval = HodgesLehmann.Shift([1.1, 2.2, 3.3, 4.4, 5.5], [0, 0, 0, 0, 0.01], 0.95);
        Assert.Equal(new Interval(3.3, 1.1, 5.5), interval);
    }

    [Fact]
    public void Pairs_that_share_their_noise_leave_nothing_open()
    {
        double[] b = [1, 4, 2, 100, 3, 50, 7];
        Assert.Equal(new Interval(3, 3, 3), HodgesLehmann.PairedShift([.. b.Select(value => value + 3)], b, 0.95));
    }

    [Fact]
    public void Swapping_the_samples_turns_the_shift_around()
    {
        double[] a = [3, 1, 4, 1, 5, 9, 2, 6], b = [2, 7, 1, 8, 2, 8, 1, 8];
        Interval there = HodgesLehmann.Shift(a, b, 0.9), back = HodgesLehmann.Shift(b, a, 0.9);
        Assert.Equal(new Interval(-there.Estimate, -there.High, -there.Low), back);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_true_shift_lies_between_the_bounds_about_as_often_as_promised(bool paired)
    {
        SeededRandom random = new(5);
        int inside = 0;
        for (int round = 0; round < 400; round++)
        {
            double[] a = [.. Enumerable.Range(0, 15).Select(_ => 20.0 + random.Next(1000))];
            double[] b = [.. Enumerable.Range(0, 15).Select(_ => (double)random.Next(1000))];
            if ((paired ? HodgesLehmann.PairedShift(a, b, 0.9) : HodgesLehmann.Shift(a, b, 0.9)).Contains(20)) inside++;
        }

        Assert.InRange(inside, 340, 385);
    }

    [Fact]
    public void What_is_no_sample_no_pair_or_no_confidence_is_refused()
    {
        Assert.Throws<ArgumentException>(() => HodgesLehmann.Shift([1], []));
        Assert.Throws<ArgumentException>(() => HodgesLehmann.PairedShift([1, 2], [1], 0.95));
        Assert.Throws<ArgumentException>(() => HodgesLehmann.Shift([1], [1], 0));
    }
}
