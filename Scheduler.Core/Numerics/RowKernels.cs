using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Scheduler.Core.Numerics;

/// <summary>Sums and extremes of a column of numbers over a set of rows: a bit per row, 64 to a word, as <see cref="Cache.NodeSet.Words"/>.</summary>
/// <remarks>
/// <para>Rows outside the set are read and written along with their neighbours, and never count.</para>
/// <para>Optimised at once: until the runtime gets round to it, vectors are calls, and slower than one number after the other.</para>
/// </remarks>
public static class RowKernels
{
    private const int BlockRows = 64;

    // 1, 2, 4, …: which bit of a word belongs to which lane.
    private static readonly Vector<ulong> LaneBits = Vector.Create<ulong>(MakeLaneBits());

    /// <summary>Adds <c>weight · scores[row]</c> to the sum of every row of the set; sums of others become meaningless.</summary>
    /// <returns>The largest score of the set, read without a sign: a negative one is larger than all others. 0 for an empty set.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong AddWeighted(ReadOnlySpan<ulong> rows, ReadOnlySpan<long> scores, long weight, Span<long> sums)
    {
        Vector<ulong> largest = Vector<ulong>.Zero;
        ulong largestOfRest = 0;
        for (int w = 0; w < rows.Length; w++)
        {
            ulong word = rows[w];
            int from = w * BlockRows;
            if (word == 0) continue;
            if (from + BlockRows > scores.Length)
            {
                for (ulong rest = word; rest != 0; rest &= rest - 1)
                {
                    int row = from + BitOperations.TrailingZeroCount(rest);
                    sums[row] += weight * scores[row];
                    largestOfRest = Math.Max(largestOfRest, (ulong)scores[row]);
                }

                continue;
            }

            ReadOnlySpan<Vector<long>> block = MemoryMarshal.Cast<long, Vector<long>>(scores.Slice(from, BlockRows));
            Span<Vector<long>> target = MemoryMarshal.Cast<long, Vector<long>>(sums.Slice(from, BlockRows));
            for (int i = 0; i < block.Length; i++)
            {
                target[i] += block[i] * weight;
                largest = Vector.Max(largest, Vector.AsVectorUInt64(block[i]) & Chosen(word, i));
            }
        }

        for (int lane = 0; lane < Vector<ulong>.Count; lane++) largestOfRest = Math.Max(largestOfRest, largest[lane]);
        return largestOfRest;
    }

    /// <summary>The smallest and the largest number of the set; (<see cref="long.MaxValue"/>, <see cref="long.MinValue"/>) for an empty one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (long Smallest, long Largest) Extremes(ReadOnlySpan<ulong> rows, ReadOnlySpan<long> numbers)
    {
        Vector<long> smallest = new(long.MaxValue), largest = new(long.MinValue);
        long min = long.MaxValue, max = long.MinValue;
        for (int w = 0; w < rows.Length; w++)
        {
            ulong word = rows[w];
            int from = w * BlockRows;
            if (word == 0) continue;
            if (from + BlockRows > numbers.Length)
            {
                for (ulong rest = word; rest != 0; rest &= rest - 1)
                {
                    long number = numbers[from + BitOperations.TrailingZeroCount(rest)];
                    (min, max) = (Math.Min(min, number), Math.Max(max, number));
                }

                continue;
            }

            ReadOnlySpan<Vector<long>> block = MemoryMarshal.Cast<long, Vector<long>>(numbers.Slice(from, BlockRows));
            for (int i = 0; i < block.Length; i++)
            {
                Vector<long> chosen = Vector.AsVectorInt64(Chosen(word, i));
                smallest = Vector.ConditionalSelect(chosen, Vector.Min(smallest, block[i]), smallest);
                largest = Vector.ConditionalSelect(chosen, Vector.Max(largest, block[i]), largest);
            }
        }

        for (int lane = 0; lane < Vector<long>.Count; lane++) (min, max) = (Math.Min(min, smallest[lane]), Math.Max(max, largest[lane]));
        return (min, max);
    }

    /// <summary>Takes the rows out of the set whose number is another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepEqual(Span<ulong> rows, ReadOnlySpan<long> numbers, long number)
    {
        Vector<long> wanted = new(number);
        for (int w = 0; w < rows.Length; w++)
        {
            ulong word = rows[w];
            int from = w * BlockRows;
            if (word == 0) continue;
            if (from + BlockRows > numbers.Length)
            {
                for (ulong rest = word; rest != 0; rest &= rest - 1)
                    if (numbers[from + BitOperations.TrailingZeroCount(rest)] != number) rows[w] &= ~(rest & (~rest + 1));
                continue;
            }

            // Few blocks hold one of the best.
            ReadOnlySpan<Vector<long>> block = MemoryMarshal.Cast<long, Vector<long>>(numbers.Slice(from, BlockRows));
            ulong equal = 0;
            for (int i = 0; i < block.Length; i++)
            {
                Vector<ulong> same = Vector.AsVectorUInt64(Vector.Equals(block[i], wanted));
                if (same != Vector<ulong>.Zero) equal |= Vector.Sum(same & LaneBits) << (i * Vector<ulong>.Count);
            }

            rows[w] = word & equal;
        }
    }

    /// <summary>All bits of the lanes of a block's vector that are in the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Chosen(ulong word, int vector) =>
        Vector.Equals(new Vector<ulong>(word >> (vector * Vector<ulong>.Count)) & LaneBits, LaneBits);

    private static ulong[] MakeLaneBits()
    {
        ulong[] bits = new ulong[Vector<ulong>.Count];
        for (int lane = 0; lane < bits.Length; lane++) bits[lane] = 1UL << lane;
        return bits;
    }
}
