using System.Text.Json.Nodes;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf.Report;

/// <summary>The report for scripts. Times are nanoseconds, sizes bytes.</summary>
internal static class PerfJson
{
    public static JsonObject Of(PerfRow[] rows, PerfOptions options) => new()
    {
        ["formatVersion"] = 1,
        ["decisionHashVersion"] = DecisionHash.FormatVersion,
        ["engine"] = options.Engine,
        ["versus"] = options.Versus,
        ["rounds"] = options.Rounds,
        ["warmUp"] = options.WarmUp,
        ["scale"] = options.Scale,
        ["seed"] = options.Seed,
        ["workloads"] = new JsonArray([.. rows.Select(Row)]),
    };

    private static JsonNode Row(PerfRow row)
    {
        JsonObject json = new()
        {
            ["workload"] = row.Workload.Path,
            ["nodes"] = row.Workload.Nodes,
            ["measuredPods"] = row.Workload.MeasuredPods,
            ["floorPodsPerSecond"] = row.Workload.FloorPodsPerSecond,
            ["decisionHash"] = row.Engine.DecisionHash,
            ["decisions"] = row.Engine.Rounds[0].Decisions,
            ["preempted"] = row.Engine.Preempted,
            ["work"] = new JsonObject(row.Engine.Work.Items.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))),
            ["measured"] = Of(row.Engine),
        };
        if (row.Versus is null) return json;
        json["versus"] = Of(row.Versus);
        json["ratio"] = new JsonObject { ["estimate"] = row.Ratio!.Value.Estimate, ["low"] = row.Ratio.Value.Low, ["high"] = row.Ratio.Value.High, ["confidence"] = 0.95 };
        json["mannWhitneyP"] = row.MannWhitney;
        return json;
    }

    private static JsonObject Of(Measurement measured) => new()
    {
        ["podsPerSecond"] = Math.Round(measured.MedianPodsPerSecond, 1),
        ["podsPerCpuSecond"] = Math.Round(measured.MedianPodsPerCpuSecond, 1),
        ["podsPerSecondOfRounds"] = new JsonArray([.. measured.PodsPerSecond.Select(rate => (JsonNode)Math.Round(rate, 1))]),
        ["decisionNs"] = new JsonObject
        {
            ["p50"] = Math.Round(measured.DecisionNs(0.5)),
            ["p99"] = Math.Round(measured.DecisionNs(0.99)),
            ["max"] = Math.Round(measured.DecisionNs(1)),
        },
        ["bytesPerDecision"] = Math.Round(measured.BytesPerDecision, 1),
        ["workingSetBytes"] = measured.WorkingSetBytes,
    };
}
