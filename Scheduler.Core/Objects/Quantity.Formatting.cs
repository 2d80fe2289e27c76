using System.Globalization;

namespace Scheduler.Core.Objects;

/// <summary>Writing quantities as Kubernetes does: the shortest whole number, and the largest suffix that allows it.</summary>
/// <remarks>A quantity does not remember which family of suffixes it was written with, so the caller chooses.</remarks>
public readonly partial record struct Quantity
{
    private const string DecimalSuffixes = "num kMGTPE";
    private const string BinarySuffixes = " KMGTPE";

    /// <summary>With decimal suffixes: <c>1500m</c>, <c>2</c>, <c>64G</c>. Exact.</summary>
    public override string ToString()
    {
        if (Nanos == 0) return "0";
        Int128 mantissa = Nanos;
        int suffix = 0;
        for (; suffix < DecimalSuffixes.Length - 1; suffix++)
        {
            (Int128 quotient, Int128 rest) = Int128.DivRem(mantissa, 1000);
            if (rest != 0) break;
            mantissa = quotient;
        }

        return Write(mantissa, DecimalSuffixes[suffix], "");
    }

    /// <summary>With binary suffixes: <c>1536Mi</c>, <c>2Gi</c>. Amounts below 1024 and fractions get decimal ones, so it is exact too.</summary>
    public string ToBinaryString()
    {
        (Int128 units, Int128 fraction) = Int128.DivRem(Nanos, NanosPerUnit);
        if (fraction != 0 || Int128.Abs(units) < 1024) return ToString();
        int suffix = 0;
        for (; suffix < BinarySuffixes.Length - 1 && units % 1024 == 0; suffix++) units /= 1024;
        return Write(units, BinarySuffixes[suffix], "i");
    }

    private static string Write(Int128 mantissa, char suffix, string tail)
    {
        string digits = mantissa.ToString(CultureInfo.InvariantCulture);
        return suffix == ' ' ? digits : digits + suffix + tail;
    }
}
