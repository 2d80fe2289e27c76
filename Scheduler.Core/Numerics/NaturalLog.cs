using System.Numerics;

namespace Scheduler.Core.Numerics;

/// <summary>Natural logarithms of whole numbers, correctly rounded: the same bits on every machine, which a library's <c>log</c> does not promise.</summary>
/// <remarks>
/// A table that grows on demand. ln(n+1) = ln(n) + 2 (z + z³/3 + z⁵/5 + ...) with z = 1/(2n+1), in fixed point with 192 binary places. Each step
/// truncates fewer than 64 times, so after n steps the error is below n · 2^-185: far from where it could turn the rounding to 53 bits.
/// An instance is not safe for several threads.
/// </remarks>
public sealed class NaturalLog
{
    private const int Places = 192;

    private static readonly BigInteger One = BigInteger.One << Places;

    private double[] table = [double.NegativeInfinity, 0];
    private BigInteger last = BigInteger.Zero;

    /// <summary>ln(<paramref name="n"/>) for n of at least 1; minus infinity for 0.</summary>
    public double this[int n]
    {
        get
        {
            if (n >= table.Length) Grow(n);
            return table[n];
        }
    }

    private void Grow(int n)
    {
        int known = table.Length;
        Array.Resize(ref table, Math.Max(n + 1, Math.Min(known * 2, known + 1024)));
        for (int i = known; i < table.Length; i++)
        {
            last += Step(i - 1);
            table[i] = Round(last);
        }
    }

    // ln(n+1) - ln(n)
    private static BigInteger Step(int n)
    {
        long odd = (2L * n) + 1;
        BigInteger square = (BigInteger)odd * odd;
        BigInteger power = One / odd;
        BigInteger sum = power;
        for (int k = 3; ; k += 2)
        {
            power /= square;
            if (power.IsZero) return sum << 1;
            sum += power / k;
        }
    }

    // To the nearest double. A tie is not possible: logarithms of whole numbers above 1 are irrational.
    private static double Round(BigInteger value)
    {
        int drop = (int)value.GetBitLength() - 53;
        BigInteger mantissa = (value + (BigInteger.One << (drop - 1))) >> drop;
        return Math.ScaleB((double)(long)mantissa, drop - Places);
    }
}
