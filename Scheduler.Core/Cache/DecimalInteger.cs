namespace Scheduler.Core.Cache;

/// <summary>Reads 64-bit integers out of labels and taints, with exactly the notations that Kubernetes accepts there.</summary>
internal static class DecimalInteger
{
    /// <summary>An optional sign, then ASCII digits; leading zeros are fine, spaces are not (docs/semantics.md 1.6).</summary>
    public static bool TryParse(string text, out long value)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        ulong limit = negative ? 1UL << 63 : long.MaxValue;
        ulong magnitude = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            ulong digit = (ulong)(c - '0');
            if (magnitude > (limit - digit) / 10) return false;
            magnitude = (magnitude * 10) + digit;
        }

        value = negative ? -(long)magnitude : (long)magnitude;
        return digits.Length > 0;
    }

    /// <summary>The canonical notation only: no <c>+</c>, no leading zeros (docs/semantics.md 1.7).</summary>
    public static bool TryParseCanonical(string text, out long value)
    {
        value = 0;
        if (text == "0") return true;
        int first = text.StartsWith('-') ? 1 : 0;
        return text.Length > first && text[first] is >= '1' and <= '9' && TryParse(text, out value);
    }
}
