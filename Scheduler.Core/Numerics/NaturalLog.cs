using System.Numerics;

namespace Scheduler.Core.Numerics;

/// <summary>Natural logarithms of whole numbers, correctly rounded: the same bits on every machine, which a library's <c>log</c> does not promise.</summary>
/// <remarks>
/// Worked out in fixed point with 192 binary places and remembered. Up to 1024 by steps: ln(n+1) = ln(n) + 2 artanh(1/(2n+1)). Above, with m the
/// number n of which all but the ten highest bits are zero, m = t 2^s: ln(n) = ln(t) + s ln(2) + 2 artanh((n-m)/(n+m)). At most 64 places are
/// truncated a series and 1024 series are added up, so the error is below 2^-175: far from where it could turn the rounding to 53 bits.
/// An instance is not safe for several threads.
/// </remarks>
public sealed class NaturalLog
{
    private const int Places = 192;
    private const int SteppedBits = 10;

    private static readonly BigInteger One = BigInteger.One << Places;

    // Index n; 0 and 1 are not used.
    private readonly List<BigInteger> stepped = [BigInteger.Zero, BigInteger.Zero];

    // NaN: not asked for yet.
    private double[] known = [double.NegativeInfinity, 0];

    /// <summary>ln(<paramref name="n"/>) for n of at least 1; minus infinity for 0.</summary>
    public double this[int n]
    {
        get
        {
            if (n >= known.Length) Grow(n);
            if (double.IsNaN(known[n])) known[n] = Round(FixedPoint(n));
            return known[n];
        }
    }

    private void Grow(int n)
    {
        int size = known.Length;
        Array.Resize(ref known, Math.Max(n + 1, size * 2));
        known.AsSpan(size).Fill(double.NaN);
    }

    private BigInteger FixedPoint(int n)
    {
        if (n <= 1 << SteppedBits) return Stepped(n);
        int shift = BitOperations.Log2((uint)n) + 1 - SteppedBits;
        int top = n >> shift;
        long lower = (long)top << shift;
        return Stepped(top) + (shift * Stepped(2)) + (ArTanh(n - lower, n + lower) << 1);
    }

    private BigInteger Stepped(int n)
    {
        for (int i = stepped.Count; i <= n; i++) stepped.Add(stepped[i - 1] + (ArTanh(1, (2L * i) - 1) << 1));
        return stepped[n];
    }

    /// <summary>artanh(z) = z + z^3/3 + z^5/5 + ... of a small fraction.</summary>
    private static BigInteger ArTanh(BigInteger numerator, BigInteger denominator)
    {
        BigInteger power = One * numerator / denominator;
        BigInteger sum = power;
        (BigInteger up, BigInteger down) = (numerator * numerator, denominator * denominator);
        for (int k = 3; !power.IsZero; k += 2)
        {
            power = power * up / down;
            sum += power / k;
        }

        return sum;
    }

    // To the nearest double. A tie is not possible: logarithms of whole numbers above 1 are irrational.
    private static double Round(BigInteger value)
    {
        int drop = (int)value.GetBitLength() - 53;
        BigInteger mantissa = (value + (BigInteger.One << (drop - 1))) >> drop;
        return Math.ScaleB((double)(long)mantissa, drop - Places);
    }
}
