using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Generate;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Gate.SelfTest;

/// <summary>How often the gate is wrong: it judges draws from a pool of equal runs, as they are and slowed down.</summary>
public static class SelfTestCommand
{
    private static readonly double[] SlowDowns = [0, 0.02, 0.05, 0.1];

    /// <summary>A/A comparisons that may fail, and the upper 97.5 % limit of their true share.</summary>
    private const double FalseAlarmsMax = 0.01;
    private const double FalseAlarmsLimit = 0.02;
    private const double FoundMin = 0.95;

    public static int Run(GateOptions options, Subject[] subjects, Thresholds thresholds)
    {
        if (options.Trials < 1) throw new InputException("must be at least 1", "--trials");
        if (options.PoolRuns < 8) throw new InputException("must be at least 8", "--pool-runs");
        RunPool pool = options.Pool is { } file && File.Exists(file)
            ? RunPool.Read(file)
            : RunPool.Collect(Side.Of("head", options.Head, options.HeadConfig, options.HeadPlugins), subjects[0], options.PoolRuns, options);
        if (options.Pool is { } path && !File.Exists(path)) pool.Write(path);
        ErrorRate[] rates = [.. SlowDowns.Select((slowDown, i) => Judge(pool, slowDown, options.Trials, thresholds, new SeededRandom((ulong)i + 1)))];
        bool holds = rates[0].FailShare <= FalseAlarmsMax && rates[0].FailUpper <= FalseAlarmsLimit && rates[2].FailShare >= FoundMin;
        Report report = Report(pool, rates, holds, thresholds);
        if (options.Json is { } json) Files.Access($"--json {json}", () => File.WriteAllText(json, report.Json.ToJsonString(JsonText.Indented) + "\n"));
        ReportWriter.Write(report, options.Output, options.Svg);
        return holds ? 0 : 1;
    }

    /// <summary>Judges so many draws at one slow-down.</summary>
    public static ErrorRate Judge(RunPool pool, double slowDown, int trials, Thresholds thresholds, SeededRandom random)
    {
        int failed = 0, passed = 0;
        long runs = 0;
        for (int i = 0; i < trials; i++)
        {
            TimeRecord record = new TimeTrial(new ResampledRuns(pool, slowDown, random), 1, thresholds).Run()[0];
            if (record.Verdict == Verdict.Fail) failed++;
            if (record.Verdict == Verdict.Pass) passed++;
            runs += record.Base.Count + record.Head.Count + record.ConfirmingRuns;
        }

        // Clopper and Pearson's limit: exact, whatever the share.
        double upper = failed == trials ? 1 : Beta.InvCDF(failed + 1, trials - failed, 0.975);
        return new(slowDown, trials, (double)failed / trials, upper, (double)passed / trials, (double)runs / trials);
    }

    private static Report Report(RunPool pool, ErrorRate[] rates, bool holds, Thresholds thresholds)
    {
        double spread = 100 * pool.Logs.StandardDeviation();
        Report report = new($"gate self-test: {(holds ? "holds" : "does not hold")}; {pool.Logs.Length} runs of {pool.Workload}, spread {Show.Number(spread, 1)} %, margin {Show.Number(thresholds.MarginPercent, 1)} %")
        {
            Json = new()
            {
                ["kind"] = "GateSelfTest",
                ["formatVersion"] = 1,
                ["holds"] = holds,
                ["workload"] = pool.Workload,
                ["runs"] = pool.Logs.Length,
                ["spreadPercent"] = Math.Round(spread, 2),
                ["marginPercent"] = thresholds.MarginPercent,
                ["rates"] = new JsonArray([.. rates.Select(rate => (JsonNode)new JsonObject
                {
                    ["slowDownPercent"] = 100 * rate.SlowDown, ["trials"] = rate.Trials, ["fail"] = rate.FailShare, ["failUpper"] = rate.FailUpper,
                    ["pass"] = rate.PassShare, ["inconclusive"] = rate.InconclusiveShare, ["runs"] = rate.Runs,
                })]),
            },
        };
        ReportTable table = new("", new("slow-down", true), new("trials", true), new("fail", true), new("at most (97.5 %)", true), new("pass", true), new("inconclusive", true), new("runs a trial", true), "asked for");
        foreach (ErrorRate rate in rates)
            table.Add($"{Show.Number(100 * rate.SlowDown)} %", Show.Number(rate.Trials), Show.Number(100 * rate.FailShare, 2) + " %", Show.Number(100 * rate.FailUpper, 2) + " %",
                Show.Number(100 * rate.PassShare, 1) + " %", Show.Number(100 * rate.InconclusiveShare, 1) + " %", Show.Number(rate.Runs, 1), Asked(rate.SlowDown));
        report.Tables.Add(table);
        return report;
    }

    private static string Asked(double slowDown) => slowDown switch
    {
        0 => "fail ≤ 1 %, upper limit ≤ 2 %",
        0.05 => "fail ≥ 95 %",
        _ => "reported",
    };
}

/// <summary>How a gate judges one slow-down.</summary>
public sealed record ErrorRate(double SlowDown, int Trials, double FailShare, double FailUpper, double PassShare, double Runs)
{
    public double InconclusiveShare => Math.Max(0, 1 - FailShare - PassShare);
}
