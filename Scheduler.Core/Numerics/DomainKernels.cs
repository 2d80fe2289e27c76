using System.Numerics;
using System.Runtime.InteropServices;

namespace Scheduler.Core.Numerics;

/// <summary>From numbers per domain to all rows: a column says which domain each row is in, negative for none.</summary>
/// <remarks>
/// Every row has its own host name, and the ids of host names mostly follow the rows. So blocks of rows in which row and domain are the same
/// number go by vectors; other blocks one by one.
/// </remarks>
public static class DomainKernels
{
    private const int BlockRows = 64;

    /// <summary>Sets the bit of every row whose domain has a number above the limit, and clears the others. Domains beyond the numbers have none.</summary>
    /// <param name="domains">Domain id by row.</param>
    /// <param name="numbers">A number by domain id.</param>
    /// <param name="limit">The largest number that does not count.</param>
    /// <param name="words">A bit per row, 64 to a word; at least as many as rows.</param>
    public static void RowsAbove(ReadOnlySpan<int> domains, ReadOnlySpan<int> numbers, int limit, Span<ulong> words)
    {
        for (int w = 0; w < words.Length; w++)
        {
            int from = w * BlockRows;
            int rows = Math.Clamp(domains.Length - from, 0, BlockRows);
            ReadOnlySpan<int> block = domains.Slice(Math.Min(from, domains.Length), rows);
            bool isIdentity = rows == BlockRows && from + BlockRows <= numbers.Length && IsIdentity(block, from);
            words[w] = isIdentity ? AboveOfBlock(numbers.Slice(from, BlockRows), limit) : AboveOneByOne(block, numbers, limit);
        }
    }

    /// <summary>Adds to every row the number of its domain; rows without one stay. The numbers must reach as far as the domain ids.</summary>
    public static void AddByDomain<T>(ReadOnlySpan<int> domains, ReadOnlySpan<T> numbers, Span<T> sums)
        where T : struct, INumber<T>
    {
        for (int from = 0; from < sums.Length; from += BlockRows)
        {
            int rows = Math.Min(BlockRows, sums.Length - from);
            ReadOnlySpan<int> block = domains.Slice(from, rows);
            Span<T> target = sums.Slice(from, rows);
            if (rows == BlockRows && from + BlockRows <= numbers.Length && IsIdentity(block, from)) Add(numbers.Slice(from, BlockRows), target);
            else AddOneByOne(block, numbers, target);
        }
    }

    private static bool IsIdentity(ReadOnlySpan<int> block, int from)
    {
        // Cheap no for labels of few values, before the vectors.
        if (block[0] != from || block[^1] != from + block.Length - 1) return false;
        if (!Vector.IsHardwareAccelerated || BlockRows % Vector<int>.Count != 0)
        {
            for (int i = 0; i < block.Length; i++)
                if (block[i] != from + i) return false;
            return true;
        }

        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(block);
        Vector<int> expected = Vector<int>.Indices + new Vector<int>(from);
        foreach (ref readonly Vector<int> vector in vectors)
        {
            if (vector != expected) return false;
            expected += new Vector<int>(Vector<int>.Count);
        }

        return true;
    }

    private static ulong AboveOfBlock(ReadOnlySpan<int> numbers, int limit)
    {
        ulong word = 0;
        for (int i = 0; i < numbers.Length; i += 8) word |= (ulong)Above(numbers.Slice(i, 8), limit) << i;
        return word;
    }

    private static uint Above(ReadOnlySpan<int> eight, int limit) =>
        System.Runtime.Intrinsics.Vector256.ExtractMostSignificantBits(
            System.Runtime.Intrinsics.Vector256.GreaterThan(
                System.Runtime.Intrinsics.Vector256.Create(eight), System.Runtime.Intrinsics.Vector256.Create(limit)));

    private static ulong AboveOneByOne(ReadOnlySpan<int> block, ReadOnlySpan<int> numbers, int limit)
    {
        ulong word = 0;
        for (int i = 0; i < block.Length; i++)
        {
            int number = (uint)block[i] < (uint)numbers.Length ? numbers[block[i]] : int.MinValue;
            word |= (number > limit ? 1UL : 0UL) << i;
        }

        return word;
    }

    private static void Add<T>(ReadOnlySpan<T> numbers, Span<T> sums)
        where T : struct, INumber<T>
    {
        ReadOnlySpan<Vector<T>> left = MemoryMarshal.Cast<T, Vector<T>>(numbers);
        Span<Vector<T>> right = MemoryMarshal.Cast<T, Vector<T>>(sums);
        for (int i = 0; i < right.Length; i++) right[i] += left[i];
    }

    private static void AddOneByOne<T>(ReadOnlySpan<int> block, ReadOnlySpan<T> numbers, Span<T> sums)
        where T : struct, INumber<T>
    {
        for (int i = 0; i < sums.Length; i++)
            if (block[i] >= 0) sums[i] += numbers[block[i]];
    }
}
