using System.Numerics;

namespace Scheduler.Core.Numerics;

/// <summary>Loops over columns of the node table that several plugins need.</summary>
public static class ColumnKernels
{
    /// <summary><c>column[row] = values[ids[row]]</c>: an answer per distinct thing, spread over the rows that have it.</summary>
    public static void Spread(ReadOnlySpan<long> values, ReadOnlySpan<int> ids, Span<long> column)
    {
        column = column[..ids.Length];
        for (int row = 0; row < ids.Length; row++) column[row] = values[ids[row]];
    }

    /// <summary><c>gathered[i] = column[rows[i]]</c>.</summary>
    public static void Gather(ReadOnlySpan<long> column, ReadOnlySpan<int> rows, Span<long> gathered)
    {
        gathered = gathered[..rows.Length];
        for (int i = 0; i < rows.Length; i++) gathered[i] = column[rows[i]];
    }

    /// <summary><c>column[row] += amount</c> for every row whose bit is set. Bits at and beyond the column's length are zero.</summary>
    public static void AddWhere(ReadOnlySpan<ulong> words, long amount, Span<long> column)
    {
        for (int w = 0; w < words.Length; w++)
        {
            ulong word = words[w];
            if (word == ulong.MaxValue)
            {
                foreach (ref long value in column.Slice(w << 6, 64)) value += amount;
                continue;
            }

            for (; word != 0; word &= word - 1) column[(w << 6) + BitOperations.TrailingZeroCount(word)] += amount;
        }
    }
}
