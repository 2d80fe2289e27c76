using System.Numerics;
using System.Runtime.CompilerServices;

namespace Scheduler.Core.Numerics;

/// <summary>How evenly resources are taken, before and after a pod (docs/semantics.md 3.7).</summary>
/// <remarks>Doubles are computed element by element, in the order of the definition, so every vector width gives the same bits.</remarks>
public static class BalanceKernels
{
    /// <summary>The fraction of a resource that is taken: at most 1.</summary>
    public static double Fraction(long requested, long allocatable)
    {
        double fraction = (double)requested / allocatable;
        return fraction > 1 ? 1 : fraction;
    }

    /// <summary>100 for equal fractions, less the more they differ (standard deviation).</summary>
    public static long Balance(ReadOnlySpan<double> fractions)
    {
        double deviation = 0;
        if (fractions.Length == 2)
        {
            deviation = Math.Abs(fractions[0] - fractions[1]) / 2;
        }
        else if (fractions.Length > 2)
        {
            double sum = 0;
            foreach (double fraction in fractions) sum += fraction;
            double mean = sum / fractions.Length;
            double squares = 0;
            foreach (double fraction in fractions) squares += (fraction - mean) * (fraction - mean);
            deviation = Math.Sqrt(squares / fractions.Length);
        }

        return (long)((1 - deviation) * 100);
    }

    /// <summary>The score that follows from the balance with and without the pod.</summary>
    public static long Score(long with, long without) => 50 + ((50 + with - without) / 2);

    /// <summary>
    /// The scores of rows for two resources. Returns false, and writes nothing, for a block of rows in which some row lacks a resource or has amounts
    /// beyond 2^52: the caller asks the definition.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryScoreBlock(
        ReadOnlySpan<long> allocatable0, ReadOnlySpan<long> used0, long wanted0,
        ReadOnlySpan<long> allocatable1, ReadOnlySpan<long> used1, long wanted1, Span<long> scores)
    {
        Vector<long> has0 = new(allocatable0), taken0 = new(used0), then0 = taken0 + new Vector<long>(wanted0);
        Vector<long> has1 = new(allocatable1), taken1 = new(used1), then1 = taken1 + new Vector<long>(wanted1);

        // No sign bit and no bit from 52 up in any of them, and no zero among what is offered.
        Vector<long> all = has0 | taken0 | then0 | has1 | taken1 | then1;
        if (Vector.LessThanAny(all, Vector<long>.Zero) || Vector.GreaterThanOrEqualAny(all, new Vector<long>(Lanes.ExactLimit))) return false;
        if (Vector.EqualsAny(has0, Vector<long>.Zero) || Vector.EqualsAny(has1, Vector<long>.Zero)) return false;

        Vector<double> offered0 = Lanes.ToDouble(has0), offered1 = Lanes.ToDouble(has1);
        Vector<double> with = Balance(Fraction(then0, offered0), Fraction(then1, offered1));
        Vector<double> without = Balance(Fraction(taken0, offered0), Fraction(taken1, offered1));
        Vector<double> score = new Vector<double>(50) + Vector.Truncate((new Vector<double>(50) + with - without) * 0.5);
        Lanes.ToInt64(score).CopyTo(scores);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Fraction(Vector<long> requested, Vector<double> allocatable) =>
        Vector.Min(Lanes.ToDouble(requested) / allocatable, Vector<double>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Balance(Vector<double> fraction0, Vector<double> fraction1) =>
        Vector.Truncate((Vector<double>.One - (Vector.Abs(fraction0 - fraction1) * 0.5)) * 100);
}
