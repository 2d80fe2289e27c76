using Scheduler.Bench.Statistics;

namespace Scheduler.Tests.Bench.Statistics;

public sealed class EquivalenceTests
{
    private static readonly double[] Steady = [10.1, 9.9, 10.0, 10.2, 9.8, 10.1, 9.9, 10.0];

    [Fact]
    public void Equal_samples_are_equivalent_within_a_margin_beyond_their_noise()
    {
        // Difference 0, error 0.1309 / 2 = 0.0655, 14 degrees of freedom: t = 3.06 at a margin of 0.2.
        Assert.Equal(0.0043, Equivalence.Means(Steady, Steady, 0.2), 3);
        Assert.InRange(Equivalence.Ranks(Steady, Steady, 0.2), 0, 0.05);
    }

    [Fact]
    public void Noise_wider_than_the_margin_shows_nothing()
    {
        Assert.InRange(Equivalence.Means(Steady, Steady, 0.01), 0.05, 1);
        Assert.InRange(Equivalence.Ranks(Steady, Steady, 0.01), 0.05, 1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.5)]
    public void A_difference_beyond_the_margin_is_never_equivalent(double shift)
    {
        double[] other = [.. Steady.Select(value => value + shift)];
        Assert.InRange(Equivalence.Means(Steady, other, 0.2), 0.5, 1);
        Assert.InRange(Equivalence.Ranks(Steady, other, 0.2), 0.5, 1);
    }

    [Fact]
    public void Without_any_noise_the_difference_alone_decides()
    {
        Assert.Equal(0, Equivalence.Means([5, 5], [5.1, 5.1], 0.2));
        Assert.Equal(1, Equivalence.Means([5, 5], [6, 6], 0.2));
    }

    [Fact]
    public void What_is_no_sample_or_no_margin_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Equivalence.Means([1], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => Equivalence.Ranks([], [1], 1));
        Assert.Throws<ArgumentException>(() => Equivalence.Means(Steady, Steady, 0));
    }
}
