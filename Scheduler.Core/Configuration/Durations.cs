using System.Globalization;
using System.Text;

namespace Scheduler.Core.Configuration;

/// <summary>Durations as Kubernetes writes them: <c>300ms</c>, <c>1.5h</c>, <c>2h45m0s</c>, <c>0s</c>.</summary>
public static class Durations
{
    // Longer units first, so that "ms" is not taken for "m".
    private static readonly (string Name, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", 10), ("µs", 10), ("μs", 10), ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Reads a duration; parts of a tick (100 ns) are dropped.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        bool isNegative = text is ['-', ..];
        if (text is ['-', ..] or ['+', ..]) text = text[1..];
        if (text.Length == 0) return false;
        if (text is "0") return true;
        decimal ticks = 0;
        while (text.Length > 0)
        {
            if (!TakeNumber(ref text, out decimal number) || !TakeUnit(ref text, out decimal unit)) return false;
            ticks += number * unit;
            if (ticks > long.MaxValue / 100) return false;
        }

        duration = new((long)(isNegative ? -ticks : ticks));
        return true;
    }

    /// <summary>The shortest usual form: <c>1m30s</c>, <c>500ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        StringBuilder text = new(duration < TimeSpan.Zero ? "-" : "");
        decimal ticks = Math.Abs((decimal)duration.Ticks);
        if (ticks < 10) return text.Append(CultureInfo.InvariantCulture, $"{ticks * 100:0}ns").ToString();
        if (ticks < TimeSpan.TicksPerMillisecond) return text.Append(CultureInfo.InvariantCulture, $"{ticks / 10:0.###}µs").ToString();
        if (ticks < TimeSpan.TicksPerSecond) return text.Append(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerMillisecond:0.######}ms").ToString();
        decimal hours = Math.Floor(ticks / TimeSpan.TicksPerHour);
        decimal minutes = Math.Floor(ticks % TimeSpan.TicksPerHour / TimeSpan.TicksPerMinute);
        decimal seconds = ticks % TimeSpan.TicksPerMinute / TimeSpan.TicksPerSecond;
        if (hours > 0) text.Append(CultureInfo.InvariantCulture, $"{hours:0}h");
        if (hours > 0 || minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{minutes:0}m");
        return text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#########}s").ToString();
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, out decimal number)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        ReadOnlySpan<char> digits = text[..end];
        text = text[end..];
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number < 1e18m;
    }

    private static bool TakeUnit(ref ReadOnlySpan<char> text, out decimal ticks)
    {
        foreach ((string name, decimal value) in Units)
        {
            if (!text.StartsWith(name, StringComparison.Ordinal)) continue;
            text = text[name.Length..];
            ticks = value;
            return true;
        }

        ticks = 0;
        return false;
    }
}
