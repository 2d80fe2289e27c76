using Scheduler.Bench.Generate;
using Scheduler.Bench.Statistics;

namespace Scheduler.Tests.Bench.Statistics;

public sealed class HolmTests
{
    [Fact]
    public void The_smallest_pays_for_all_and_the_largest_for_itself()
    {
        double[] adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);
        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Select(p => Math.Round(p, 10)));
    }

    [Fact]
    public void Nothing_exceeds_one_and_nothing_becomes_smaller() => Assert.Equal([1, 1, 1], Holm.Adjust([0.5, 0.9, 1]));

    [Fact]
    public void Order_is_kept_and_one_value_alone_stays_as_it_is()
    {
        SeededRandom random = new(2);
        double[] p = [.. Enumerable.Range(0, 50).Select(_ => random.Next(1000) / 1000.0)];
        double[] adjusted = Holm.Adjust(p);
        foreach ((double before, double after) in p.Zip(adjusted)) Assert.InRange(after, before, 1);
        Assert.Equal(p.Order().Select(value => adjusted[Array.IndexOf(p, value)]), adjusted.Order());
        Assert.Equal([0.2], Holm.Adjust([0.2]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void What_is_no_chance_is_refused() => Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, 1.5]));
}
