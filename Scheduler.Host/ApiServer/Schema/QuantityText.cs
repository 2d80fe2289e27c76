using System.Numerics;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>Resource quantities as the API writes them: canonical text (<c>1000m</c> is <c>1</c>, <c>1.5Gi</c> is <c>1536Mi</c>) and their exact value.</summary>
public static class QuantityText
{
    public const string FormatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    public const string NumericWrong = "unable to parse numeric part of quantity";
    public const string SuffixWrong = "unable to parse quantity's suffix";

    private const string DecimalSuffixes = "numkMGTPE";
    private static readonly BigInteger NanoMax = new BigInteger(long.MaxValue) * 1_000_000_000;

    private enum Style : byte
    {
        Decimal,
        Binary,
        Exponent,
    }

    /// <exception cref="ApiDataException">The text is not a quantity.</exception>
    public static string Canonical(string text) =>
        IsPlainCanonical(text) ? text : TryParse(text, out BigInteger nano, out Style style, out string error) ? Format(nano, style) : throw ApiDataException.BadRequest(error);

    /// <summary>The value in billionths (10⁻⁹), rounded away from zero.</summary>
    public static bool TryParseNano(string text, out BigInteger nano) => TryParse(text, out nano, out _, out _);

    /// <summary>Exact comparison of two good quantities; text that is no quantity counts as zero.</summary>
    public static int Compare(string left, string right)
    {
        TryParseNano(left, out BigInteger l);
        TryParseNano(right, out BigInteger r);
        return l.CompareTo(r);
    }

    /// <summary>The canonical text of a sum; the style is that of the first operand.</summary>
    public static string Add(string left, string right)
    {
        TryParse(left, out BigInteger l, out Style style, out _);
        TryParse(right, out BigInteger r, out Style other, out _);
        return Format(l + r, l.IsZero ? other : style);
    }

    /// <summary>Thousandths are kept, what is finer is rounded up.</summary>
    public static string RoundUpToMilli(string text)
    {
        if (!TryParse(text, out BigInteger nano, out Style style, out _))
            return text;
        BigInteger milli = BigInteger.DivRem(nano, 1_000_000, out BigInteger rest);
        return Format((rest.Sign > 0 ? milli + 1 : milli) * 1_000_000, style);
    }

    /// <summary>Most quantities are already canonical: digits without a leading zero, no factor that would move the suffix.</summary>
    private static bool IsPlainCanonical(string text)
    {
        int digits = 0;
        while (digits < text.Length && digits < 9 && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits == 0 || text[0] == '0')
            return text == "0";
        int value = int.Parse(text.AsSpan(0, digits), System.Globalization.CultureInfo.InvariantCulture);
        return text.AsSpan(digits) switch
        {
            "" or "m" => value % 1000 != 0,
            "Ki" => value % 1024 != 0 && value >= 1,
            "Mi" or "Gi" => value % 1024 != 0,
            _ => false,
        };
    }

    private static bool TryParse(string text, out BigInteger nano, out Style style, out string error)
    {
        nano = BigInteger.Zero;
        style = Style.Decimal;
        error = FormatWrong;
        int i = text.Length > 0 && text[0] is ('+' or '-') ? 1 : 0;
        int start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        int wholeEnd = i;
        int fraction = 0;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                (i, fraction) = (i + 1, fraction + 1);
        }

        if (text.Length == 0 || text.Length > 200 || !IsSuffix(text.AsSpan(i)))
            return false;
        error = NumericWrong;
        if (wholeEnd == start && fraction == 0)
            return false;
        error = SuffixWrong;
        if (!TrySuffix(text.AsSpan(i), out int ten, out int two, out style))
            return false;
        string digits = string.Concat(text.AsSpan(start, wholeEnd - start), fraction > 0 ? text.AsSpan(wholeEnd + 1, fraction) : "");
        nano = Scale(BigInteger.Parse("0" + digits, System.Globalization.CultureInfo.InvariantCulture), ten - fraction + 9, two);
        if (nano > NanoMax)
            nano = NanoMax;
        if (text[0] == '-')
            nano = -nano;
        return true;
    }

    /// <summary>Rounds up: whoever asked for something gets at least a billionth.</summary>
    private static BigInteger Scale(BigInteger value, int ten, int two)
    {
        value <<= two;
        if (ten >= 0)
            return value.IsZero ? value : ten > 40 ? NanoMax : value * BigInteger.Pow(10, ten);
        BigInteger divisor = BigInteger.Pow(10, Math.Min(-ten, 400));
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger rest);
        return rest.IsZero ? quotient : quotient + 1;
    }

    private static bool IsSuffix(ReadOnlySpan<char> suffix)
    {
        int i = 0;
        while (i < suffix.Length && "eEinumkKMGTP".Contains(suffix[i]))
            i++;
        if (i < suffix.Length && suffix[i] is ('+' or '-'))
            i++;
        while (i < suffix.Length && char.IsAsciiDigit(suffix[i]))
            i++;
        return i == suffix.Length;
    }

    private static bool TrySuffix(ReadOnlySpan<char> suffix, out int ten, out int two, out Style style)
    {
        (ten, two, style) = (0, 0, Style.Decimal);
        if (suffix.Length == 0)
            return true;
        if (suffix.Length == 1 && DecimalSuffixes.Contains(suffix[0]))
        {
            int index = DecimalSuffixes.IndexOf(suffix[0]);
            ten = index < 3 ? (index - 3) * 3 : (index - 2) * 3;
            return true;
        }

        if (suffix.Length == 2 && suffix[1] == 'i' && "KMGTPE".Contains(suffix[0]))
        {
            two = ("KMGTPE".IndexOf(suffix[0]) + 1) * 10;
            style = Style.Binary;
            return true;
        }

        style = Style.Exponent;
        return suffix[0] is 'e' or 'E' && int.TryParse(suffix[1..], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out ten)
            && ten is > -1000 and < 1000;
    }

    private static string Format(BigInteger nano, Style style)
    {
        if (nano.IsZero)
            return "0";
        BigInteger whole = BigInteger.DivRem(nano, 1_000_000_000, out BigInteger rest);
        if (style == Style.Binary && rest.IsZero && BigInteger.Abs(whole) >= 1024)
            return FormatBinary(whole);
        int exponent = -9;
        while (true)
        {
            BigInteger next = BigInteger.DivRem(nano, 1000, out BigInteger left);
            if (!left.IsZero || exponent >= 18)
                break;
            (nano, exponent) = (next, exponent + 3);
        }

        if (style == Style.Exponent)
            return exponent == 0 ? nano.ToString() : $"{nano}e{exponent}";
        return exponent == 0 ? nano.ToString() : $"{nano}{DecimalSuffixes[exponent < 0 ? (exponent / 3) + 3 : (exponent / 3) + 2]}";
    }

    private static string FormatBinary(BigInteger whole)
    {
        int power = 0;
        while (power < 6 && (whole & 1023).IsZero)
            (whole, power) = (whole >> 10, power + 1);
        return power == 0 ? whole.ToString() : $"{whole}{"KMGTPE"[power - 1]}i";
    }
}
