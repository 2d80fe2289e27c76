using System.Text.Json.Nodes;
using Scheduler.Bench.Charts;
using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Output;
using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Gate;

/// <summary>A gate's result for people and scripts.</summary>
internal static class GateReport
{
    public const int FormatVersion = 1;

    public static Report Of(GateResult result, GateOptions options)
    {
        Report report = new($"gate: {Word(result.Verdict)} (base: {result.BaseTitle}; head: {result.HeadTitle})")
        {
            Json = new()
            {
                ["kind"] = "Gate",
                ["formatVersion"] = FormatVersion,
                ["verdict"] = Word(result.Verdict),
                ["base"] = result.BaseTitle,
                ["head"] = result.HeadTitle,
                ["scale"] = options.Scale,
                ["exact"] = new JsonArray([.. result.Exact.Select(check => (JsonNode)new JsonObject
                {
                    ["workload"] = check.Workload, ["what"] = check.What, ["verdict"] = Word(check.Verdict), ["base"] = check.Base, ["head"] = check.Head, ["limit"] = check.Limit,
                })]),
                ["times"] = new JsonArray([.. result.Times.Select(time => (JsonNode)Time(time.Workload, time.Record))]),
                ["marginPercent"] = result.Thresholds.MarginPercent,
            },
        };
        ReportTable exact = new("What is exact", "workload", "what", new("base", true), new("head", true), "may be", "verdict");
        foreach (ExactCheck check in result.Exact) exact.Add(check.Workload, check.What, check.Base, check.Head, check.Limit, Word(check.Verdict));
        report.Tables.Add(exact);
        (string Workload, TimeRecord Record)[] times = [.. result.Times.Where(time => time.Record.Base.Count > 0)];
        if (times.Length == 0) return report;
        ReportTable table = new($"Processor time a pod; {Show.Number(result.Thresholds.MarginPercent, 1)} % more is as good as equal", "workload", new("runs a side", true), new("head over base", true), new("95 %", true), new("p slower (Holm)", true), "verdict");
        foreach ((string workload, TimeRecord record) in times)
        {
            Interval factor = TimeJudge.Factor(record.Head, record.Base);
            table.Add(workload, Show.Number(record.Base.Count), Percent(factor.Estimate), $"{Percent(factor.Low)} to {Percent(factor.High)}", Show.Number(record.SlowerP, 4), Word(record.Verdict));
        }

        report.Tables.Add(table);
        report.Charts.Add(("gate.svg", new("Head over base, processor time a pod, 95 %", new("", Categories: [.. times.Select(time => time.Workload)]), new("%"),
            new Series("head over base", SeriesKind.Points, [.. times.Select((time, i) => Point(i, TimeJudge.Factor(time.Record.Head, time.Record.Base)))]))
        {
            Limits = [new(100 + result.Thresholds.MarginPercent, "margin"), new(100, "equal")],
        }));
        return report;
    }

    public static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    private static DataPoint Point(int x, Interval factor) => new(x, 100 * factor.Estimate, 100 * factor.Low, 100 * factor.High);

    private static JsonObject Time(string workload, TimeRecord record)
    {
        JsonObject json = new() { ["workload"] = workload, ["verdict"] = Word(record.Verdict), ["runs"] = record.Base.Count, ["confirmingRuns"] = record.ConfirmingRuns };
        if (record.Base.Count == 0) return json;
        Interval factor = TimeJudge.Factor(record.Head, record.Base);
        json["factor"] = new JsonObject { ["estimate"] = Math.Round(factor.Estimate, 5), ["low"] = Math.Round(factor.Low, 5), ["high"] = Math.Round(factor.High, 5), ["confidence"] = 0.95 };
        json["slowerP"] = record.SlowerP;
        json["baseNsPerPod"] = new JsonArray([.. record.Base.Select(log => (JsonNode)Math.Round(Math.Exp(log), 1))]);
        json["headNsPerPod"] = new JsonArray([.. record.Head.Select(log => (JsonNode)Math.Round(Math.Exp(log), 1))]);
        return json;
    }

    private static string Percent(double factor) => $"{(factor >= 1 ? "+" : "")}{Show.Number(100 * (factor - 1), 1)} %";
}
