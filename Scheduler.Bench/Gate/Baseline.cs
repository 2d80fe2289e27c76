using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Gate;

/// <summary>What is exact of an earlier head, kept as a file. Times are not in it: nanoseconds do not travel between machines.</summary>
public sealed class Baseline
{
    public const string Kind = "GateBaseline";
    public const int FormatVersion = 1;

    private readonly Dictionary<string, Measured> measured;
    private readonly string path;

    private Baseline(string path, Dictionary<string, Measured> measured) => (this.path, this.measured) = (path, measured);

    /// <exception cref="InputException">It is no baseline of this version.</exception>
    public static Baseline Read(string path)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(Files.ReadText(path));
            if (json.RootElement.GetProperty("kind").GetString() != Kind) throw new InputException("is no baseline: write one with --write-baseline", path);
            int version = json.RootElement.GetProperty("formatVersion").GetInt32();
            if (version != FormatVersion) throw new InputException($"has format version {version}, not {FormatVersion}", path);
            return new(path, json.RootElement.GetProperty("workloads").EnumerateObject().ToDictionary(item => item.Name, item => Measured.FromJson(item.Value), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException("is no baseline: write one with --write-baseline", path);
        }
    }

    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, GateResult result)
    {
        JsonObject json = new()
        {
            ["kind"] = Kind,
            ["formatVersion"] = FormatVersion,
            ["workloads"] = new JsonObject(result.Head.Select(item => KeyValuePair.Create(item.Workload, (JsonNode?)item.Measured.ToJson()))),
        };
        Files.Access($"--write-baseline {path}", () => File.WriteAllText(path, json.ToJsonString(JsonText.Indented) + "\n"));
    }

    /// <exception cref="InputException">The workload is not in it.</exception>
    public Measured Of(string workload) => measured.TryGetValue(workload, out Measured? found) ? found : throw new InputException($"does not have {workload}", path);
}
