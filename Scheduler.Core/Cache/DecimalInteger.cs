using System.Globalization;

namespace Scheduler.Core.Cache;

/// <summary>Reads 64-bit integers out of labels and taints, with exactly the notations that Kubernetes accepts there.</summary>
internal static class DecimalInteger
{
    /// <summary>An optional sign, then ASCII digits; leading zeros are fine, spaces are not (docs/semantics.md 1.6).</summary>
    public static bool TryParse(string text, out long value)
    {
        value = 0;
        ReadOnlySpan<char> digits = text.AsSpan(text.Length > 0 && text[0] is '+' or '-' ? 1 : 0);
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9')) return false;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The canonical notation only: no <c>+</c>, no leading zeros (docs/semantics.md 1.7).</summary>
    public static bool TryParseCanonical(string text, out long value)
    {
        value = 0;
        if (text == "0") return true;
        int first = text.Length > 0 && text[0] == '-' ? 1 : 0;
        return text.Length > first && text[first] is >= '1' and <= '9' && TryParse(text, out value);
    }
}
