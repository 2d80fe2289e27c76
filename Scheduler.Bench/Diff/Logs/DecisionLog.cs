using System.IO.Compression;
using System.Text.Json;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Diff.Logs;

/// <summary>A decision log that was read back.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Decisions">By pod, in the order of decisions.</param>
public sealed record DecisionLog(string Path, OrderedDictionary<string, LoggedDecision> Decisions)
{
    /// <exception cref="InputException">It is no decision log of this version, or damaged.</exception>
    public static DecisionLog Read(string path)
    {
        OrderedDictionary<string, LoggedDecision> decisions = new(StringComparer.Ordinal);
        int number = 0;
        try
        {
            Files.Access(path, () =>
            {
                using FileStream file = File.OpenRead(path);
                using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
                using StreamReader reader = new(stream);
                string[] nodes = [];
                while (reader.ReadLine() is { } line)
                {
                    number++;
                    using JsonDocument json = JsonDocument.Parse(line);
                    if (number == 1) nodes = Header(json.RootElement, path);
                    else
                    {
                        LoggedDecision decision = Decision(json.RootElement, nodes);
                        decisions[decision.Pod] = decision;
                    }
                }
            });
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException or InvalidDataException)
        {
            throw new InputException($"line {number} is no line of a decision log: {e.Message.Split(" LineNumber")[0].TrimEnd('.')}", path);
        }

        return number > 0 ? new(path, decisions) : throw new InputException("is empty", path);
    }

    private static string[] Header(JsonElement line, string path)
    {
        if (!line.TryGetProperty("kind", out JsonElement kind) || kind.GetString() != DecisionLogWriter.Kind) throw new InputException("is no decision log: write one with 'replay … --log FILE'", path);
        int version = line.GetProperty("formatVersion").GetInt32();
        if (version != DecisionLogWriter.FormatVersion) throw new InputException($"has format version {version}, not {DecisionLogWriter.FormatVersion}: write it again", path);
        return [.. line.GetProperty("nodes").EnumerateArray().Select(name => name.GetString()!)];
    }

    private static LoggedDecision Decision(JsonElement line, string[] nodes) => new()
    {
        Pod = line.GetProperty("pod").GetString()!,
        Verdict = line.GetProperty("verdict").GetString()!,
        Node = Text(line, "node"),
        Message = Text(line, "message"),
        NominatedNode = Text(line, "nominatedNode"),
        Victims = [.. Items(line, "victims").Select(victim => victim.GetString()!)],
        Feasible = [.. Items(line, "feasible").Select(number => nodes[number.GetInt32()])],
        Totals = [.. Items(line, "totals").Select(number => number.GetInt64())],
        Scores = Properties(line, "scores").ToDictionary(plugin => plugin.Name, plugin => plugin.Value.EnumerateArray().Select(number => number.GetInt64()).ToArray(), StringComparer.Ordinal),
        Rejected = Properties(line, "rejected").SelectMany(plugin => plugin.Value.EnumerateArray().Select(number => (Node: nodes[number.GetInt32()], plugin.Name)))
            .ToDictionary(pair => pair.Node, pair => pair.Name, StringComparer.Ordinal),
    };

    private static string Text(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static IEnumerable<JsonElement> Items(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement value) ? value.EnumerateArray() : [];

    private static IEnumerable<JsonProperty> Properties(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement value) ? value.EnumerateObject() : [];
}
