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
    public void A_single_wild_value_hardly_moves_the_shift()
    {
        Assert.Equal(10, RankTests.HodgesLehmann([11, 12, 13], [1, 2, 3]));
        Assert.Equal(10, RankTests.HodgesLehmann([11, 12, 13, 14, 10_000], [1, 2, 3, 4, 5]), 0);
    }

    [Fact]
    public void Empty_samples_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RankTests.MannWhitney([], [1]));
        Assert.Throws<ArgumentException>(() => RankTests.HodgesLehmann([1], []));
    }
}
