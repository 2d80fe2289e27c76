using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>Texts that many tables share.</summary>
internal static class CellText
{
    public const string None = "<none>";
    public const string Unset = "<unset>";
    public const string Unknown = "<unknown>";
    private const int Shown = 3;

    public static string Name(JsonObject document) => document.Name() ?? "";

    public static string Age(JsonObject document, DateTimeOffset now) => Since(document.Text("metadata", "creationTimestamp"), now);

    public static string Created(JsonObject document) => document.Text("metadata", "creationTimestamp") ?? Unknown;

    public static string Since(string? time, DateTimeOffset now) =>
        TimeText.TryParse(time, out DateTimeOffset then) ? Duration(now - then) : Unknown;

    /// <summary>Two units at most, fewer as the time grows: <c>90s</c>, <c>3m20s</c>, <c>5h30m</c>, <c>3d4h</c>, <c>2y30d</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        long seconds = (long)span.TotalSeconds, minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        if (seconds < 120)
            return $"{seconds}s";
        if (minutes < 10)
            return Two(minutes, "m", seconds % 60, "s");
        if (minutes < 180)
            return $"{minutes}m";
        if (hours < 8)
            return Two(hours, "h", minutes % 60, "m");
        if (hours < 48)
            return $"{hours}h";
        if (days < 8)
            return Two(days, "d", hours % 24, "h");
        if (days < 730)
            return $"{days}d";
        return days < 365 * 8 ? Two(days / 365, "y", days % 365, "d") : $"{days / 365}y";
    }

    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    public static string Joined(IEnumerable<string> texts, string separator = ",") => OrNone(string.Join(separator, texts));

    /// <summary>The first three, and how many more there are.</summary>
    public static string FirstFew(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return None;
        string few = string.Join(",", texts.Take(Shown));
        return texts.Count > Shown ? $"{few} + {texts.Count - Shown} more..." : few;
    }

    public static string Labels(JsonObject? labels) =>
        Joined((labels ?? []).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value.Text()}"));

    public static string Selector(JsonObject? selector)
    {
        var parts = new List<(string Key, string Text)>();
        foreach ((string key, JsonNode? value) in selector.Object("matchLabels") ?? [])
            parts.Add((key, $"{key}={value.Text()}"));
        foreach (JsonObject expression in selector?["matchExpressions"].Objects() ?? [])
            parts.Add((expression.Text("key") ?? "", Expression(expression)));
        return Joined(parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Text));
    }

    public static string Containers(JsonNode? podSpec) =>
        string.Join(",", (podSpec?["containers"]).Objects().Select(c => c.Text("name")));

    public static string Images(JsonNode? podSpec) =>
        string.Join(",", (podSpec?["containers"]).Objects().Select(c => c.Text("image")));

    public static string Flag(JsonNode? flag) => flag.Bool() switch { true => "True", false => "False", null => Unset };

    public static string CountOrPercent(JsonNode? value, string missing) =>
        value.Text() ?? value.Int()?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? missing;

    private static string Expression(JsonObject expression)
    {
        string key = expression.Text("key") ?? "", values = string.Join(",", expression["values"].Texts().Order(StringComparer.Ordinal));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key,
        };
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}
