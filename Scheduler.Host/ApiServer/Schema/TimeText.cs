using System.Globalization;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>Times as the API writes them: RFC 3339, UTC, whole seconds or exactly six decimals.</summary>
public static class TimeText
{
    private const string SecondsLayout = "2006-01-02T15:04:05Z07:00";
    private const string MicroLayout = "2006-01-02T15:04:05.000000Z07:00";

    /// <summary><c>2026-11-22T07:38:22Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-22T07:38:22.123456Z</c>.</summary>
    public static string FormatMicro(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: >= 20 and <= 40 } && text[10] == 'T' && !text.Contains(' ')
            && (text[^1] == 'Z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>The canonical form of a client's time.</summary>
    /// <exception cref="ApiDataException">The text is not RFC 3339.</exception>
    internal static string Canonical(string text, bool micro)
    {
        if (TryParse(text, out DateTimeOffset time) && (!micro || HasSixDecimals(text)))
            return micro ? FormatMicro(time) : Format(time);
        string rest = text.Length > 64 ? text[..64] : text;
        throw ApiDataException.BadRequest(
            $"parsing time \"{rest}\" as \"{(micro ? MicroLayout : SecondsLayout)}\": cannot parse \"{FirstBad(rest, micro, out string expected)}\" as \"{expected}\"");
    }

    private static bool HasSixDecimals(string text) =>
        text.Length > 27 - 1 && text[19] == '.' && text.AsSpan(20, 6).IndexOfAnyExceptInRange('0', '9') < 0 && !char.IsAsciiDigit(text[26]);

    /// <summary>The rest of the text from the first part that does not fit, and the part of the layout it was held against.</summary>
    private static string FirstBad(string text, bool micro, out string expected)
    {
        ReadOnlySpan<(int Start, string Pattern, string Part)> parts =
        [
            (0, "dddd", "2006"), (4, "-", "-"), (5, "dd", "01"), (7, "-", "-"), (8, "dd", "02"), (10, "T", "T"),
            (11, "dd", "15"), (13, ":", ":"), (14, "dd", "04"), (16, ":", ":"), (17, "dd", "05"),
        ];
        foreach ((int start, string pattern, string part) in parts)
        {
            for (int i = 0; i < pattern.Length; i++)
            {
                bool fits = start + i < text.Length && (pattern[i] == 'd' ? char.IsAsciiDigit(text[start + i]) : text[start + i] == pattern[i]);
                if (fits)
                    continue;
                expected = part;
                return start < text.Length ? text[start..] : "";
            }
        }

        expected = micro ? ".000000" : "Z07:00";
        return text[19..];
    }
}
