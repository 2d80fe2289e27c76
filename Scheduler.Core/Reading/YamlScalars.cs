using System.Globalization;
using System.Text.RegularExpressions;

namespace Scheduler.Core.Reading;

/// <summary>What an unquoted YAML scalar means, as kubectl reads it: YAML 1.1 words and numbers, but times stay text.</summary>
internal static partial class YamlScalars
{
    /// <summary>Null, a bool, a long, a ulong, a double, or the text itself.</summary>
    public static object? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON": return true;
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF": return false;
            case ".nan" or ".NaN" or ".NAN": return double.NaN;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF": return double.PositiveInfinity;
            case "-.inf" or "-.Inf" or "-.INF": return double.NegativeInfinity;
        }

        return text[0] is (>= '0' and <= '9') or '+' or '-' or '.' ? Number(text) ?? text : text;
    }

    private static object? Number(string text)
    {
        string digits = text.Replace("_", "");
        if (Integer(digits) is { } whole) return whole;
        return Float().IsMatch(digits) ? double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Decimal, or by prefix hexadecimal, octal (0o or a leading zero) or binary.</summary>
    private static object? Integer(string text)
    {
        bool isNegative = text.StartsWith('-');
        string body = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        (int radix, string digits) = body switch
        {
            ['0', 'x' or 'X', ..] => (16, body[2..]),
            ['0', 'b' or 'B', ..] => (2, body[2..]),
            ['0', 'o' or 'O', ..] => (8, body[2..]),
            ['0', _, ..] => (8, body[1..]),
            _ => (10, body),
        };
        if (digits.Length == 0) return null;
        UInt128 value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;
            if (digit >= radix) return null;
            value = (value * (uint)radix) + (uint)digit;
            if (value > ulong.MaxValue) return null;
        }

        if (isNegative) return value <= (UInt128)long.MaxValue + 1 ? (long)-(Int128)value : null;
        return value <= long.MaxValue ? (long)value : (ulong)value;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
