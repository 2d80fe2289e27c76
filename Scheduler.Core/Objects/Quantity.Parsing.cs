using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Scheduler.Core.Objects;

/// <summary>Reading quantities: <c>sign digits [. digits] suffix</c>, where the suffix is n u m k M G T P E, Ki to Ei, or an exponent e3.</summary>
public readonly partial record struct Quantity
{
    /// <summary>Longer texts are refused: no amount needs them, and their value would be costly to compute.</summary>
    private const int TextLengthMax = 1024;

    /// <summary>So many decimal digits times 10^9 or 2^60 stay within 128 bits.</summary>
    private const int ShortDigits = 18;

    /// <summary>The largest amount, int64 units, in nanos; it takes 93 bits.</summary>
    private static readonly Int128 NanosMax = (Int128)long.MaxValue * NanosPerUnit;

    private static readonly UInt128[] PowersOfTen = MakePowersOfTen();

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out Quantity quantity) ? quantity : throw new FormatException($"\"{text}\" is not a quantity");

    /// <summary>Reads a quantity; false where the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity)
    {
        quantity = default;
        if (text is null || text.Length > TextLengthMax) return false;
        Span<byte> bytes = stackalloc byte[TextLengthMax];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > 127) return false;
            bytes[i] = (byte)text[i];
        }

        return TryParse(bytes[..text.Length], out quantity);
    }

    /// <summary>Reads a quantity from UTF-8; false where the text is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Quantity quantity)
    {
        quantity = default;
        if (utf8.IsEmpty || utf8.Length > TextLengthMax) return false;
        bool isNegative = utf8[0] == '-';
        if (utf8[0] is (byte)'-' or (byte)'+') utf8 = utf8[1..];

        int wholeCount = CountDigits(utf8);
        ReadOnlySpan<byte> whole = utf8[..wholeCount], fraction = [];
        utf8 = utf8[wholeCount..];
        if (utf8.Length > 0 && utf8[0] == '.')
        {
            int fractionCount = CountDigits(utf8[1..]);
            fraction = utf8.Slice(1, fractionCount);
            utf8 = utf8[(1 + fractionCount)..];
        }

        if (whole.Length + fraction.Length == 0 || !TryReadSuffix(utf8, out int power10, out int power2)) return false;
        Int128 nanos = Scale(whole.TrimStart((byte)'0'), fraction.TrimEnd((byte)'0'), power10, power2);
        quantity = new(isNegative ? -nanos : nanos);
        return true;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }

    private static bool TryReadSuffix(ReadOnlySpan<byte> suffix, out int power10, out int power2)
    {
        power10 = power2 = 0;
        switch (suffix.Length)
        {
            case 0: return true;
            case 1 when suffix[0] != 'e': return TryDecimalPower(suffix[0], out power10);
            case 2 when suffix[1] == 'i':
                power2 = 10 * (1 + "KMGTPE"u8.IndexOf(suffix[0]));
                return power2 > 0;
            default: return suffix[0] is (byte)'e' or (byte)'E' && TryReadExponent(suffix[1..], out power10);
        }
    }

    private static bool TryDecimalPower(byte letter, out int power10)
    {
        int place = "num kMGTPE"u8.IndexOf(letter);
        power10 = 3 * (place - 3);
        return place >= 0 && letter != ' ';
    }

    /// <summary>Reads digits with an optional sign. Exponents beyond ±9999 stay there: they only mean "far too large" or "almost nothing".</summary>
    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        if (text.IsEmpty || CountDigits(text) != text.Length) return false;
        foreach (byte digit in text) exponent = Math.Min(9999, (exponent * 10) + digit - '0');
        if (isNegative) exponent = -exponent;
        return true;
    }

    /// <summary>ceil(whole.fraction · 10^power10 · 2^power2 · 10^9), at most <see cref="NanosMax"/>.</summary>
    private static Int128 Scale(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int power10, int power2)
    {
        if (whole.Length + fraction.Length > ShortDigits) return ScaleLong(whole, fraction, power10, power2);
        ulong digits = 0;
        foreach (byte digit in whole) digits = (digits * 10) + digit - '0';
        foreach (byte digit in fraction) digits = (digits * 10) + digit - '0';
        if (digits == 0) return 0;

        int nanoPower = power10 - fraction.Length + 9;
        if (nanoPower >= 0)
        {
            if (nanoPower > 28) return NanosMax;
            UInt128 scaled = digits * PowersOfTen[Math.Min(nanoPower, 19)];
            if (nanoPower > 19)
            {
                if (UInt128.LeadingZeroCount(scaled) < 30) return NanosMax;
                scaled *= PowersOfTen[nanoPower - 19];
            }

            return UInt128.LeadingZeroCount(scaled) <= (UInt128)power2 ? NanosMax : Cap(scaled << power2);
        }

        if (nanoPower < -38) return 1;
        (UInt128 quotient, UInt128 rest) = UInt128.DivRem((UInt128)digits << power2, PowersOfTen[-nanoPower]);
        return Cap(rest == 0 ? quotient : quotient + 1);
    }

    /// <summary>The same for any number of digits.</summary>
    private static Int128 ScaleLong(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int power10, int power2)
    {
        BigInteger digits = 0;
        foreach (byte digit in whole) digits = (digits * 10) + (digit - '0');
        foreach (byte digit in fraction) digits = (digits * 10) + (digit - '0');
        int nanoPower = power10 - fraction.Length + 9;
        digits <<= power2;
        if (nanoPower >= 0) digits *= BigInteger.Pow(10, nanoPower);
        else
        {
            digits = BigInteger.DivRem(digits, BigInteger.Pow(10, -nanoPower), out BigInteger rest);
            if (!rest.IsZero) digits++;
        }

        return digits > NanosMax ? NanosMax : (Int128)digits;
    }

    private static Int128 Cap(UInt128 nanos) => nanos > (UInt128)NanosMax ? NanosMax : (Int128)nanos;

    private static UInt128[] MakePowersOfTen()
    {
        UInt128[] powers = new UInt128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
