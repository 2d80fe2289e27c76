using Scheduler.Core.Numerics;

namespace Scheduler.Tests.Core.Numerics;

public sealed class MaxTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4095)]
    [InlineData(4097)]
    [InlineData(300_000)]
    public void It_finds_what_a_search_from_end_to_end_finds(int slots)
    {
        Random random = new(slots);
        MaxTree tree = new(slots);
        int[] plain = new int[slots];
        for (int step = 0; step < 200; step++)
        {
            for (int change = random.Next(8); change >= 0; change--)
            {
                int slot = random.Next(slots);
                plain[slot] = random.Next(4) == 0 ? 0 : random.Next(5);
                tree.Set(slot, (ushort)plain[slot]);
            }

            tree.Settle();
            int max = plain.Max();
            Assert.Equal(max, tree.Max);
            int from = random.Next(slots);
            int expected = max == 0 ? -1 : Array.IndexOf(plain, max, from);
            Assert.Equal(expected, tree.FirstLargest(from));
            Assert.Equal(max == 0 ? -1 : Array.IndexOf(plain, max), tree.FirstLargest(0));
        }
    }

    [Fact]
    public void An_empty_tree_has_no_largest()
    {
        MaxTree tree = new(1000);
        tree.Settle();
        Assert.Equal(0, tree.Max);
        Assert.Equal(-1, tree.FirstLargest(0));
    }
}
