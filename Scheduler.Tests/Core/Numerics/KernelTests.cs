using System.Numerics;
using Scheduler.Core.Numerics;

namespace Scheduler.Tests.Core.Numerics;

public class KernelTests
{
    private const long ExactLimit = 1L << 52;

    // Around every bound that a kernel has: zero, what hundredfold stays exact, what converts exactly, the ends of int64.
    private static readonly long[] Edges =
    [
        0, 1, 2, 3, 99, 100, 101, 1000, 4095, 4096, 33554431, 1L << 40,
        (ExactLimit / 100) - 1, ExactLimit / 100, (ExactLimit / 100) + 1, ExactLimit - 1, ExactLimit, ExactLimit + 1,
        (1L << 53) - 1, 1L << 53, long.MaxValue / 100, (long.MaxValue / 100) + 1, long.MaxValue - 1, long.MaxValue, -1, -100,
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(33554431)]
    [InlineData(ExactLimit)]
    public void Shares_of_edge_values_equal_the_definition(long wanted)
    {
        (long[] allocatable, long[] used) = Pairs();
        CheckShare<ShareKernels.Left>(allocatable, used, wanted);
        CheckShare<ShareKernels.Taken>(allocatable, used, wanted);
        CheckShare<ShareKernels.Utilization>(allocatable, used, wanted);
    }

    [Fact]
    public void Shares_of_whole_quotients_and_their_neighbours_equal_the_definition()
    {
        // 100 * part / allocatable just below, at and just above each percentage, for capacities up to the bound.
        List<long> allocatable = [], used = [];
        foreach (long capacity in (ReadOnlySpan<long>)[7, 97, 1000, 7900, (1L << 33) - 1, (1L << 45) - 1, (ExactLimit / 100) - 1])
        {
            for (long percent = 0; percent <= 100; percent++)
            {
                long part = (long)((Int128)capacity * percent / 100);
                for (long step = -1; step <= 2; step++)
                {
                    allocatable.Add(capacity);
                    used.Add(Math.Max(0, part + step));
                }
            }
        }

        CheckShare<ShareKernels.Left>([.. allocatable], [.. used], 0);
        CheckShare<ShareKernels.Taken>([.. allocatable], [.. used], 0);
    }

    [Fact]
    public void Quotients_of_edge_values_equal_the_definition()
    {
        (long[] weights, long[] sums) = Pairs();
        long[] expected = new long[sums.Length], actual = new long[sums.Length];
        ShareKernels.DivideScalar(sums, weights, expected);
        ShareKernels.Divide(sums, weights, actual);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(ExactLimit)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Comparisons_of_edge_values_equal_the_definition_for_any_number_of_rows(long amount)
    {
        (long[] allocatable, long[] used) = Pairs();
        foreach (int rows in (ReadOnlySpan<int>)[1, 63, 64, 65, 128, 200, allocatable.Length])
        {
            ulong[] mask = new ulong[(rows + 63) / 64], exceeding = new ulong[mask.Length], empty = new ulong[mask.Length];
            for (int row = 0; row < rows; row += row % 5 == 0 ? 1 : 2) mask[row >> 6] |= 1UL << row;
            FitKernels.Exceeding(mask, allocatable.AsSpan(0, rows), used.AsSpan(0, rows), amount, exceeding, empty);
            for (int row = 0; row < mask.Length * 64; row++)
            {
                bool asked = row < rows && Bit(mask, row);
                Assert.Equal(asked && amount > allocatable[row] - used[row], Bit(exceeding, row));
                Assert.Equal(asked && amount > allocatable[row], Bit(empty, row));
            }
        }
    }

    [Fact]
    public void A_node_is_full_when_one_more_pod_is_more_than_its_limit()
    {
        int[] counts = [.. Enumerable.Range(0, 200).Select(i => i % 7 == 0 ? int.MaxValue : i % 5)];
        long[] limits = [.. Enumerable.Range(0, 200).Select(i => i % 11 == 0 ? long.MaxValue : i % 13 == 0 ? -1 : (long)(i % 6))];
        ulong[] mask = [ulong.MaxValue, ulong.MaxValue, 0, 0xFF], full = new ulong[4];
        FitKernels.Full(mask, counts, limits, full);
        for (int row = 0; row < 200; row++) Assert.Equal(Bit(mask, row) && (long)counts[row] + 1 > limits[row], Bit(full, row));
    }

    [Fact]
    public void Balance_of_random_blocks_equals_the_definition_to_the_last_bit()
    {
        Random random = new(7);
        int blocks = CheckBalance(Column(), Column(), 100, Column(), Column(), 1 << 20);
        Assert.True(blocks > 100 || !Vector.IsHardwareAccelerated, $"{blocks} blocks were compared");

        long[] Column() => [.. Enumerable.Range(0, 4096).Select(_ => random.Next(50) == 0 ? Edges[random.Next(Edges.Length)] : random.NextInt64(1, 1L << random.Next(1, 50)))];
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(7)]
    public void Balance_of_fractions_that_meet_whole_scores_equals_the_definition_to_the_last_bit(int steps)
    {
        (long Left, long Right)[] grid = [.. Enumerable.Range(0, steps + 1).SelectMany(left => Enumerable.Range(0, steps + 1).Select(right => ((long)left, (long)right)))];
        long[] allocatable = new long[grid.Length];
        Array.Fill(allocatable, steps);
        CheckBalance(allocatable, [.. grid.Select(pair => pair.Left)], 1, allocatable, [.. grid.Select(pair => pair.Right)], 0);
    }

    [Fact]
    public void Amounts_are_added_where_bits_are_set()
    {
        long[] column = new long[130];
        ColumnKernels.AddWhere([ulong.MaxValue, 0b101, 1UL << 1], 7, column);
        for (int row = 0; row < column.Length; row++) Assert.Equal(row < 64 || row is 64 or 66 or 129 ? 7 : 0, column[row]);
    }

    private static bool Bit(ulong[] words, int row) => (words[row >> 6] >> row & 1) != 0;

    private static (long[] Left, long[] Right) Pairs()
    {
        // Runs of ordinary values keep some blocks on the fast path.
        IEnumerable<(long, long)> pairs = Edges.SelectMany(left => Edges.Select(right => (left, right)));
        IEnumerable<(long, long)> ordinary = Enumerable.Range(1, 64).Select(i => ((long)i * 1000, (long)i * 77));
        (long Left, long Right)[] all = [.. ordinary, .. pairs, .. ordinary];
        return ([.. all.Select(pair => pair.Left)], [.. all.Select(pair => pair.Right)]);
    }

    /// <summary>Number of blocks that the vectors answered for.</summary>
    private static int CheckBalance(long[] allocatable0, long[] used0, long wanted0, long[] allocatable1, long[] used1, long wanted1)
    {
        long[] scores = new long[Vector<long>.Count];
        int blocks = 0;
        for (int row = 0; row + scores.Length <= allocatable0.Length; row += scores.Length)
        {
            bool done = BalanceKernels.TryScoreBlock(
                allocatable0.AsSpan(row), used0.AsSpan(row), wanted0, allocatable1.AsSpan(row), used1.AsSpan(row), wanted1, scores);
            if (!done) continue;
            blocks++;
            for (int lane = 0; lane < scores.Length; lane++)
            {
                int r = row + lane;
                long with = Balance(used0[r] + wanted0, allocatable0[r], used1[r] + wanted1, allocatable1[r]);
                long without = Balance(used0[r], allocatable0[r], used1[r], allocatable1[r]);
                Assert.Equal(BalanceKernels.Score(with, without), scores[lane]);
            }
        }

        return blocks;

        static long Balance(long requested0, long allocatable0, long requested1, long allocatable1) =>
            BalanceKernels.Balance([BalanceKernels.Fraction(requested0, allocatable0), BalanceKernels.Fraction(requested1, allocatable1)]);
    }

    private static void CheckShare<TShare>(long[] allocatable, long[] used, long wanted)
        where TShare : struct, ShareKernels.IShare
    {
        foreach (long weight in (ReadOnlySpan<long>)[1, 3, 100, 1L << 40])
        {
            long[] expected = new long[used.Length], expectedWeights = new long[used.Length];
            long[] actual = new long[used.Length], actualWeights = new long[used.Length];
            ShareKernels.AddScalar<TShare>(allocatable, used, wanted, weight, expected, expectedWeights);
            ShareKernels.Add<TShare>(allocatable, used, wanted, weight, actual, actualWeights);
            Assert.Equal(expected, actual);
            Assert.Equal(expectedWeights, actualWeights);
        }
    }
}
