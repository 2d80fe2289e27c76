using Scheduler.Core.Cache;
using Scheduler.Core.Numerics;

namespace Scheduler.Tests.Core.Numerics;

public sealed class RowKernelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Blocks_and_single_rows_give_the_same_answers(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 300; round++)
        {
            int rows = random.Next(1, 400), most = random.Next(1, 120);
            long[] numbers = new long[rows + random.Next(80)];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = random.Next(20) == 0 && round % 3 == 0 ? -random.NextInt64(long.MaxValue) : random.Next(most);
            NodeSet set = Some(random, rows);
            int[] chosen = [.. Enumerable.Range(0, rows).Where(set.Contains)];

            long[] sums = new long[numbers.Length];
            ulong largest = RowKernels.AddWeighted(set.Words, numbers, 7, sums);
            Assert.Equal(chosen.Select(row => (ulong)numbers[row]).DefaultIfEmpty().Max(), largest);
            Assert.All(chosen, row => Assert.Equal(unchecked(7 * numbers[row]), sums[row]));

            (long min, long max) = RowKernels.Extremes(set.Words, numbers);
            Assert.Equal(chosen.Select(row => numbers[row]).Append(long.MaxValue).Min(), min);
            Assert.Equal(chosen.Select(row => numbers[row]).Append(long.MinValue).Max(), max);

            RowKernels.KeepEqual(set.Words, numbers, max);
            Assert.Equal(chosen.Where(row => numbers[row] == max), Enumerable.Range(0, rows).Where(set.Contains));
        }
    }

    // None, all, few, and most rows: whole words of every kind.
    private static NodeSet Some(Random random, int rows)
    {
        NodeSet set = new(rows);
        for (int from = 0; from < rows; from += 64)
        {
            double share = random.Next(4) switch { 0 => 0, 1 => 1, 2 => 0.03, _ => 0.8 };
            for (int row = from; row < Math.Min(rows, from + 64); row++) set.Set(row, random.NextDouble() < share);
        }

        return set;
    }
}
