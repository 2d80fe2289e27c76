using Scheduler.Core.Numerics;

namespace Scheduler.Tests.Core.Numerics;

public sealed class DomainKernelsTests
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
            int rows = random.Next(1, 400);
            int[] domains = Domains(random, rows);
            int[] numbers = new int[Math.Max(1, domains.Max() + 1 + random.Next(-3, 100))];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = random.Next(-3, 4);
            int limit = random.Next(-4, 4);
            ulong[] words = new ulong[(rows + 63) / 64];
            words.AsSpan().Fill(ulong.MaxValue);
            DomainKernels.RowsAbove(domains, numbers, limit, words);
            for (int row = 0; row < words.Length * 64; row++)
            {
                bool expected = row < rows && domains[row] >= 0 && domains[row] < numbers.Length && numbers[domains[row]] > limit;
                Assert.True(expected == ((words[row >> 6] >> (row & 63) & 1) != 0), $"seed {seed}, round {round}, row {row}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Numbers_are_added_to_the_rows_of_their_domain(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 300; round++)
        {
            int rows = random.Next(1, 400);
            int[] domains = Domains(random, rows);
            double[] numbers = new double[Math.Max(1, domains.Max() + 1 + random.Next(100))];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = random.NextDouble();
            double[] sums = new double[rows];
            for (int i = 0; i < rows; i++) sums[i] = random.NextDouble();
            double[] expected = [.. sums.Select((sum, row) => domains[row] < 0 ? sum : sum + numbers[domains[row]])];
            DomainKernels.AddByDomain<double>(domains, numbers, sums);
            Assert.Equal(expected, sums);
        }
    }

    [Fact]
    public void Halves_are_rounded_away_from_zero_and_nothing_else_is()
    {
        Random random = new(1);
        double[] edges = [0, -0.0, 0.5, -0.5, 0.49999999999999994, -0.49999999999999994, 1.5, 2.5, -2.5, 4503599627370495.5, 1e15 + 0.5];
        foreach (double value in edges) Assert.Equal((long)Math.Round(value, MidpointRounding.AwayFromZero), Rounding.HalfAwayFromZero(value));
        for (int i = 0; i < 100_000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(12));
            if (i % 3 == 0) value = Math.Floor(value) + 0.5;
            if (i % 7 == 0) value = Math.BitIncrement(value);
            Assert.Equal((long)Math.Round(value, MidpointRounding.AwayFromZero), Rounding.HalfAwayFromZero(value));
        }
    }

    // Host names in the order of rows with some exceptions, or a few zones.
    private static int[] Domains(Random random, int rows)
    {
        bool isHost = random.Next(2) == 0;
        int[] domains = new int[rows];
        for (int row = 0; row < rows; row++) domains[row] = isHost ? row : random.Next(-1, 5);
        for (int i = random.Next(3); isHost && i > 0; i--) domains[random.Next(rows)] = random.Next(-1, rows);
        return domains;
    }
}
