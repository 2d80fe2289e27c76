using System.Numerics;
using System.Runtime.CompilerServices;

namespace Scheduler.Core.Numerics;

/// <summary>Weighted means of how much of each resource is taken or left, in whole percent with integer division.</summary>
/// <remarks>
/// Why double division gives the integer quotient: with 0 &lt;= n &lt; 2^52 and 1 &lt;= d &lt; 2^52 a quotient that is not whole lies at least 1/d below the
/// next whole number k, and k*d &lt;= n + d &lt; 2^53, so 1/d is more than half the distance of doubles below k and rounding does not reach k.
/// Blocks with a value outside these bounds take the scalar definition.
/// </remarks>
public static class ShareKernels
{
    /// <summary>The largest allocatable amount whose hundredfold stays exact: about 41 Ti.</summary>
    private const long AmountMax = (Lanes.ExactLimit - 1) / 100;

    private const long WeightMax = 1L << 32;

    /// <summary>What of a resource is counted.</summary>
    public interface IShare
    {
        /// <summary>The definition: which share of what is offered counts, in percent. Overflow wraps around.</summary>
        static abstract long Percent(long requested, long allocatable);

        /// <summary>The part of <paramref name="allocatable"/> that counts; <paramref name="requested"/> is not larger.</summary>
        static abstract Vector<long> Part(Vector<long> requested, Vector<long> allocatable);
    }

    /// <summary>What is left: fewer taken, better.</summary>
    public readonly struct Left : IShare
    {
        /// <inheritdoc/>
        public static long Percent(long requested, long allocatable) =>
            requested > allocatable ? 0 : (allocatable - requested) * 100 / allocatable;

        /// <inheritdoc/>
        public static Vector<long> Part(Vector<long> requested, Vector<long> allocatable) => allocatable - requested;
    }

    /// <summary>What is taken: more taken, better.</summary>
    public readonly struct Taken : IShare
    {
        /// <inheritdoc/>
        public static long Percent(long requested, long allocatable) => Math.Min(requested, allocatable) * 100 / allocatable;

        /// <inheritdoc/>
        public static Vector<long> Part(Vector<long> requested, Vector<long> allocatable) => requested;
    }

    /// <summary>How full it is: like <see cref="Taken"/>, but exactly 100 for a node that is too full, whatever overflows.</summary>
    public readonly struct Utilization : IShare
    {
        /// <inheritdoc/>
        public static long Percent(long requested, long allocatable) => requested > allocatable ? 100 : requested * 100 / allocatable;

        /// <inheritdoc/>
        public static Vector<long> Part(Vector<long> requested, Vector<long> allocatable) => requested;
    }

    /// <summary>
    /// For every row with <c>allocatable != 0</c>: <c>sums += weight * percent(used + wanted, allocatable)</c> and <c>weights += weight</c>. Rows
    /// without the resource are left alone.
    /// </summary>
    public static void Add<TShare>(
        ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long wanted, long weight, Span<long> sums, Span<long> weights)
        where TShare : struct, IShare
    {
        int row = 0;
        if (Vector.IsHardwareAccelerated && weight is >= 0 and <= WeightMax)
        {
            for (; row <= allocatable.Length - Vector<long>.Count; row += Vector<long>.Count)
                if (!TryAddBlock<TShare>(allocatable[row..], used[row..], wanted, weight, sums[row..], weights[row..]))
                    AddScalar<TShare>(allocatable.Slice(row, Vector<long>.Count), used[row..], wanted, weight, sums[row..], weights[row..]);
        }

        AddScalar<TShare>(allocatable[row..], used[row..], wanted, weight, sums[row..], weights[row..]);
    }

    /// <summary>The definition.</summary>
    public static void AddScalar<TShare>(
        ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long wanted, long weight, Span<long> sums, Span<long> weights)
        where TShare : struct, IShare
    {
        for (int row = 0; row < allocatable.Length; row++)
        {
            long has = allocatable[row];
            if (has == 0) continue;
            sums[row] += weight * TShare.Percent(used[row] + wanted, has);
            weights[row] += weight;
        }
    }

    /// <summary><c>means = sums / weights</c> with integer division; 0 where the weight is 0.</summary>
    public static void Divide(ReadOnlySpan<long> sums, ReadOnlySpan<long> weights, Span<long> means)
    {
        int row = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; row <= sums.Length - Vector<long>.Count; row += Vector<long>.Count)
                if (!TryDivideBlock(sums[row..], weights[row..], means[row..]))
                    DivideScalar(sums.Slice(row, Vector<long>.Count), weights[row..], means[row..]);
        }

        DivideScalar(sums[row..], weights[row..], means[row..]);
    }

    /// <summary>The definition.</summary>
    public static void DivideScalar(ReadOnlySpan<long> sums, ReadOnlySpan<long> weights, Span<long> means)
    {
        for (int row = 0; row < sums.Length; row++) means[row] = weights[row] == 0 ? 0 : sums[row] / weights[row];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAddBlock<TShare>(
        ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long wanted, long weight, Span<long> sums, Span<long> weights)
        where TShare : struct, IShare
    {
        Vector<long> has = new(allocatable);
        Vector<long> requested = new Vector<long>(used) + new Vector<long>(wanted);
        if (Vector.LessThanAny(has | requested, Vector<long>.Zero) || Vector.GreaterThanAny(has, new Vector<long>(AmountMax))) return false;

        Vector<double> part = Lanes.ToDouble(TShare.Part(Vector.Min(requested, has), has));
        Vector<double> percent = Vector.Truncate(part * 100.0 / Lanes.ToDouble(has));
        Vector<long> counts = Vector.GreaterThan(has, Vector<long>.Zero);

        // Where the resource is missing the percentage is not a number; the mask clears it.
        Vector<long> weighted = Lanes.ToInt64(percent * weight) & counts;
        (new Vector<long>(sums) + weighted).CopyTo(sums);
        (new Vector<long>(weights) + (counts & new Vector<long>(weight))).CopyTo(weights);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDivideBlock(ReadOnlySpan<long> sums, ReadOnlySpan<long> weights, Span<long> means)
    {
        Vector<long> sum = new(sums), weight = new(weights);
        Vector<long> limit = new(Lanes.ExactLimit - 1);
        if (Vector.LessThanAny(sum | weight, Vector<long>.Zero) || Vector.GreaterThanAny(sum, limit) || Vector.GreaterThanAny(weight, limit)) return false;
        Vector<double> mean = Vector.Truncate(Lanes.ToDouble(sum) / Lanes.ToDouble(weight));
        (Lanes.ToInt64(mean) & Vector.GreaterThan(weight, Vector<long>.Zero)).CopyTo(means);
        return true;
    }
}
