using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scheduler.Tests.Host.ApiServer.Wire;
using YamlDotNet.Serialization;

namespace Scheduler.Tests.Host.ApiServer.Kubectl;

/// <summary>
/// Compares what kubectl printed with what it printed in the recording: documents by their fields, tables by their columns, descriptions by their
/// headings, messages word for word but for what differs from run to run.
/// </summary>
internal static partial class OutputShape
{
    private const int RecordedLength = 4000;

    public static List<string> Compare(string command, string expected, string actual)
    {
        if (command.Contains("-o json") || command.Contains("-o yaml"))
        {
            try
            {
                return Shape.Compare(Document(expected), Document(actual));
            }
            catch (Exception error) when (error is JsonException or YamlDotNet.Core.YamlException)
            {
                return [$"no document: {actual}"];
            }
        }
        if (command.Contains(" describe ")) return Differences(Headings(expected), Headings(actual));
        if (Columns(expected) is { Count: > 0 } columns)
        {
            // Long outputs were recorded up to a length: what comes after that is not known.
            var differences = Differences(columns, Columns(actual));
            return expected.Length < RecordedLength ? differences : [.. differences.Where(line => line[0] == '-')];
        }
        return Differences(Lines(expected), Lines(actual));
    }

    private static List<string> Differences(List<string> expected, List<string> actual)
    {
        var differences = expected.Except(actual).Select(line => $"- {line}").ToList();
        differences.AddRange(actual.Except(expected).Select(line => $"+ {line}"));
        return differences;
    }

    /// <summary>The header lines of tables, and warnings.</summary>
    private static List<string> Columns(string text) =>
        [.. text.Split('\n').Where(line => Header().IsMatch(line) || line.StartsWith("Warning:", StringComparison.Ordinal)).Select(Squeezed).Distinct()];

    /// <summary>The words before the colons at the left edge of a description.</summary>
    private static List<string> Headings(string text) =>
        [.. text.Split('\n').Select(line => Heading().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct()];

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(Squeezed).Where(line => line.Length > 0)];

    private static string Squeezed(string line) => Age().Replace(Blanks().Replace(line.Trim(), " "), "AGE");

    private static JsonNode? Document(string text)
    {
        if (text.StartsWith('{')) return JsonNode.Parse(text);
        var loaded = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new StringReader(text));
        return JsonNode.Parse(JsonSerializer.Serialize(loaded));
    }

    [GeneratedRegex("^[A-Z][A-Z -]+ {2,}[A-Z]")]
    private static partial Regex Header();

    [GeneratedRegex(@"^([A-Z][A-Za-z /()-]*):")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b\d+(s|m|h|d)\b|127\.0\.0\.1:\d+|api\.example:6443")]
    private static partial Regex Age();
}
