using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Shows where two objects differ, as refusals of updates end with.</summary>
internal static class Difference
{
    private const int ContextLines = 3;
    private const int ShownLines = 40;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, MaxDepth = 300 };

    /// <summary>A line break, then one hunk from the first to the last differing line.</summary>
    public static string Of(JsonNode? before, JsonNode? after)
    {
        string[] was = Lines(before), now = Lines(after);
        int start = 0;
        while (start < was.Length && start < now.Length && was[start] == now[start])
            start++;
        int end = 0;
        while (end < was.Length - start && end < now.Length - start && was[^(end + 1)] == now[^(end + 1)])
            end++;
        int from = Math.Max(0, start - ContextLines), after0 = Math.Min(ContextLines, end);
        var text = new StringBuilder("\n");
        text.Append($"@@ -{from + 1},{was.Length - end + after0 - from} +{from + 1},{now.Length - end + after0 - from} @@\n");
        Append(text, ' ', was[from..start]);
        Append(text, '-', was[start..^end]);
        Append(text, '+', now[start..^end]);
        Append(text, ' ', was[^end..(was.Length - end + after0)]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, char mark, string[] lines)
    {
        foreach (string line in lines.Take(ShownLines))
            text.Append(mark).Append(line).Append('\n');
    }

    private static string[] Lines(JsonNode? node) => (node?.ToJsonString(Indented) ?? "null").Split('\n');
}
