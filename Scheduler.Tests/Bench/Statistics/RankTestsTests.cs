using Scheduler.Bench.Statistics;

namespace Scheduler.Tests.Bench.Statistics;

public sealed class RankTestsTests
{
    [Fact]
    public void Samples_that_do_not_overlap_differ()
    {
        // U = 0, mean 12.5, variance 275/12: z = 12 / 4.787.
        double p = RankTests.MannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]);
        Assert.Equal(0.0122, p, 4);
    }

    [Fact]
    public void The_order_of_the_samples_does_not_matter() =>
        Assert.Equal(RankTests.MannWhitney([1, 3, 5, 9], [2, 4, 4, 8]), RankTests.MannWhitney([2, 4, 4, 8], [1, 3, 5, 9]), 12);

    [Fact]
    public void Equal_samples_do_not_differ()
    {
        Assert.Equal(1, RankTests.MannWhitney([1, 2, 3], [1, 2, 3]));
        Assert.Equal(1, RankTests.MannWhitney([4, 4, 4], [4, 4]));
    }

    [Fact]
    public void One_sided_chances_of_both_sides_add_up_to_a_little_more_than_one()
    {
        // The continuity correction counts the observed value on both sides.
        double[] a = [1, 3, 5, 9, 12], b = [2, 4, 6, 8, 10];
        Assert.InRange(RankTests.MannWhitneyGreater(a, b) + RankTests.MannWhitneyGreater(b, a), 1, 1.1);
        Assert.Equal(0.0061, RankTests.MannWhitneyGreater([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]), 4);
        Assert.InRange(RankTests.MannWhitneyGreater([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), 0.99, 1);
    }

    [Fact]
    public void Empty_samples_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RankTests.MannWhitney([], [1]));
        Assert.Throws<ArgumentException>(() => RankTests.MannWhitneyGreater([1], []));
    }
}
