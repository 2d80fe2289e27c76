using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Scheduler.Core.Numerics;

/// <summary>Comparisons of what a pod asks with what rows have left; answers are bits, one a row, 64 to a word.</summary>
/// <remarks>Only rows of the mask are answered for. Differences wrap around as int64 does, in the definition and in the vectors alike.</remarks>
public static class FitKernels
{
    /// <summary>
    /// <paramref name="exceeding"/>: rows with <c>amount > allocatable - used</c>. <paramref name="exceedingEmpty"/>: rows with
    /// <c>amount > allocatable</c>, which would not do even if they were empty.
    /// </summary>
    public static void Exceeding(
        ReadOnlySpan<ulong> mask, ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long amount, Span<ulong> exceeding, Span<ulong> exceedingEmpty)
    {
        int words = allocatable.Length >> 6;
        for (int w = 0; w < mask.Length; w++)
        {
            (ulong now, ulong empty) = (0, 0);
            if (mask[w] != 0)
            {
                int first = w << 6;
                (now, empty) = w >= words ? ExceedingScalar(allocatable[first..], used[first..], amount)
                    : Vector512.IsHardwareAccelerated ? Exceeding512(allocatable.Slice(first, 64), used.Slice(first, 64), amount)
                    : Vector256.IsHardwareAccelerated ? Exceeding256(allocatable.Slice(first, 64), used.Slice(first, 64), amount)
                    : Vector128.IsHardwareAccelerated ? Exceeding128(allocatable.Slice(first, 64), used.Slice(first, 64), amount)
                    : ExceedingScalar(allocatable.Slice(first, 64), used.Slice(first, 64), amount);
            }

            exceeding[w] = now & mask[w];
            exceedingEmpty[w] = empty & mask[w];
        }
    }

    /// <summary>The definition, for at most 64 rows.</summary>
    public static (ulong Now, ulong Empty) ExceedingScalar(ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long amount)
    {
        ulong now = 0, empty = 0;
        for (int i = 0; i < allocatable.Length; i++)
        {
            if (amount > allocatable[i] - used[i]) now |= 1UL << i;
            if (amount > allocatable[i]) empty |= 1UL << i;
        }

        return (now, empty);
    }

    /// <summary><paramref name="full"/>: rows with <c>count + 1 > limit</c>.</summary>
    public static void Full(ReadOnlySpan<ulong> mask, ReadOnlySpan<int> counts, ReadOnlySpan<long> limits, Span<ulong> full)
    {
        int words = counts.Length >> 6;
        for (int w = 0; w < mask.Length; w++)
        {
            ulong word = 0;
            if (mask[w] != 0)
            {
                int first = w << 6;
                word = w >= words ? FullScalar(counts[first..], limits[first..])
                    : Vector256.IsHardwareAccelerated ? Full256(counts.Slice(first, 64), limits.Slice(first, 64))
                    : Vector128.IsHardwareAccelerated ? Full128(counts.Slice(first, 64), limits.Slice(first, 64))
                    : FullScalar(counts.Slice(first, 64), limits.Slice(first, 64));
            }

            full[w] = word & mask[w];
        }
    }

    /// <summary>The definition, for at most 64 rows.</summary>
    public static ulong FullScalar(ReadOnlySpan<int> counts, ReadOnlySpan<long> limits)
    {
        ulong full = 0;
        for (int i = 0; i < counts.Length; i++)
            if ((long)counts[i] + 1 > limits[i]) full |= 1UL << i;
        return full;
    }

    // In the methods below the spans have 64 entries; references are used so that no lane pays for a bounds check.
    private static (ulong Now, ulong Empty) Exceeding512(ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long amount)
    {
        ref long allocatable0 = ref MemoryMarshal.GetReference(allocatable), used0 = ref MemoryMarshal.GetReference(used);
        Vector512<long> wanted = Vector512.Create(amount);
        ulong now = 0, empty = 0;
        for (int i = 0; i < 64; i += Vector512<long>.Count)
        {
            Vector512<long> has = Vector512.LoadUnsafe(ref allocatable0, (nuint)i);
            now |= Vector512.GreaterThan(wanted, has - Vector512.LoadUnsafe(ref used0, (nuint)i)).ExtractMostSignificantBits() << i;
            empty |= Vector512.GreaterThan(wanted, has).ExtractMostSignificantBits() << i;
        }

        return (now, empty);
    }

    private static (ulong Now, ulong Empty) Exceeding256(ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long amount)
    {
        ref long allocatable0 = ref MemoryMarshal.GetReference(allocatable), used0 = ref MemoryMarshal.GetReference(used);
        Vector256<long> wanted = Vector256.Create(amount);
        ulong now = 0, empty = 0;
        for (int i = 0; i < 64; i += Vector256<long>.Count)
        {
            Vector256<long> has = Vector256.LoadUnsafe(ref allocatable0, (nuint)i);
            now |= (ulong)Vector256.GreaterThan(wanted, has - Vector256.LoadUnsafe(ref used0, (nuint)i)).ExtractMostSignificantBits() << i;
            empty |= (ulong)Vector256.GreaterThan(wanted, has).ExtractMostSignificantBits() << i;
        }

        return (now, empty);
    }

    private static (ulong Now, ulong Empty) Exceeding128(ReadOnlySpan<long> allocatable, ReadOnlySpan<long> used, long amount)
    {
        ref long allocatable0 = ref MemoryMarshal.GetReference(allocatable), used0 = ref MemoryMarshal.GetReference(used);
        Vector128<long> wanted = Vector128.Create(amount);
        ulong now = 0, empty = 0;
        for (int i = 0; i < 64; i += Vector128<long>.Count)
        {
            Vector128<long> has = Vector128.LoadUnsafe(ref allocatable0, (nuint)i);
            now |= (ulong)Vector128.GreaterThan(wanted, has - Vector128.LoadUnsafe(ref used0, (nuint)i)).ExtractMostSignificantBits() << i;
            empty |= (ulong)Vector128.GreaterThan(wanted, has).ExtractMostSignificantBits() << i;
        }

        return (now, empty);
    }

    // count + 1 > limit is count >= limit, which cannot overflow.
    private static ulong Full256(ReadOnlySpan<int> counts, ReadOnlySpan<long> limits)
    {
        ref int counts0 = ref MemoryMarshal.GetReference(counts);
        ref long limits0 = ref MemoryMarshal.GetReference(limits);
        ulong full = 0;
        for (int i = 0; i < 64; i += Vector256<int>.Count)
        {
            (Vector256<long> low, Vector256<long> high) = Vector256.Widen(Vector256.LoadUnsafe(ref counts0, (nuint)i));
            full |= (ulong)Vector256.GreaterThanOrEqual(low, Vector256.LoadUnsafe(ref limits0, (nuint)i)).ExtractMostSignificantBits() << i;
            full |= (ulong)Vector256.GreaterThanOrEqual(high, Vector256.LoadUnsafe(ref limits0, (nuint)(i + 4))).ExtractMostSignificantBits() << (i + 4);
        }

        return full;
    }

    private static ulong Full128(ReadOnlySpan<int> counts, ReadOnlySpan<long> limits)
    {
        ref int counts0 = ref MemoryMarshal.GetReference(counts);
        ref long limits0 = ref MemoryMarshal.GetReference(limits);
        ulong full = 0;
        for (int i = 0; i < 64; i += Vector128<int>.Count)
        {
            (Vector128<long> low, Vector128<long> high) = Vector128.Widen(Vector128.LoadUnsafe(ref counts0, (nuint)i));
            full |= (ulong)Vector128.GreaterThanOrEqual(low, Vector128.LoadUnsafe(ref limits0, (nuint)i)).ExtractMostSignificantBits() << i;
            full |= (ulong)Vector128.GreaterThanOrEqual(high, Vector128.LoadUnsafe(ref limits0, (nuint)(i + 2))).ExtractMostSignificantBits() << (i + 2);
        }

        return full;
    }
}
