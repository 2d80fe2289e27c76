using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Bench.Gate.Measuring;

/// <summary>What one process measured.</summary>
/// <param name="DecisionHash">Of all decisions.</param>
/// <param name="Nodes">Nodes of the cluster.</param>
/// <param name="BytesPerDecision">Bytes allocated a decision.</param>
/// <param name="NsPerPod">Nanoseconds of processor time a pod, in the fastest round.</param>
/// <param name="Work">What the engine did, by counter.</param>
public sealed record Measured(string DecisionHash, int Nodes, double BytesPerDecision, double NsPerPod, IReadOnlyDictionary<string, long> Work)
{
    public const string Kind = "Measurement";
    public const int FormatVersion = 1;

    public JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["formatVersion"] = FormatVersion,
        ["decisionHash"] = DecisionHash,
        ["nodes"] = Nodes,
        ["bytesPerDecision"] = Math.Round(BytesPerDecision, 2),
        ["nsPerPod"] = Math.Round(NsPerPod, 2),
        ["work"] = new JsonObject(Work.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))),
    };

    /// <exception cref="KeyNotFoundException">A field is missing.</exception>
    public static Measured FromJson(JsonElement json) => new(
        json.GetProperty("decisionHash").GetString()!,
        json.GetProperty("nodes").GetInt32(),
        json.GetProperty("bytesPerDecision").GetDouble(),
        json.GetProperty("nsPerPod").GetDouble(),
        json.GetProperty("work").EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetInt64(), StringComparer.Ordinal));

    /// <summary>From the report of <c>perf</c> with one workload: what a build says that does not know <c>measure</c> yet.</summary>
    public static Measured FromPerf(JsonElement report)
    {
        JsonElement row = report.GetProperty("workloads")[0], measured = row.GetProperty("measured");
        double best = measured.GetProperty("podsPerSecondOfRounds").EnumerateArray().Max(rate => rate.GetDouble());
        return new(row.GetProperty("decisionHash").GetString()!, row.GetProperty("nodes").GetInt32(), measured.GetProperty("bytesPerDecision").GetDouble(), 1e9 / best,
            row.TryGetProperty("work", out JsonElement work) ? work.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetInt64(), StringComparer.Ordinal) : []);
    }
}
