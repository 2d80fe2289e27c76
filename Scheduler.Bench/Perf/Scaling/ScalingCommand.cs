using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Bounds;
using Scheduler.Bench.Perf.Report;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Perf.Scaling;

/// <summary><c>perf --scaling</c>: how the cost of a decision grows with the number of nodes, for every case with rows labelled <c>scaling</c>.</summary>
internal static class ScalingCommand
{
    /// <summary>The label of the rows that differ in the number of nodes.</summary>
    private const string Label = "scaling";

    private const double Confidence = 0.95;

    /// <exception cref="InputException">An option is wrong, or the plot cannot be written.</exception>
    public static int Run(PerfOptions options)
    {
        Action<ScalingCurve[], Calibration, PerfOptions> write = Writer(options.Output);
        BoundRun run = new(options, EngineChoice.Parse(options.Engine));
        IGrouping<string, Workload>[] cases =
        [
            .. WorkloadFiles.Read(options.Folder, options.Workload, options.Scale).Where(workload => workload.Labels.Contains(Label)).GroupBy(workload => workload.Case),
        ];
        if (cases.Length == 0) throw new InputException($"no matching workload has the label {Label}", $"--workload {options.Workload}");
        Calibration calibration = Calibration.Measure();

        // The first rows of a process pay for the compiler: they are played before, too.
        foreach (IGrouping<string, Workload> rows in cases) run.Play(rows.MinBy(row => row.Nodes)!.Path);
        ScalingCurve[] curves = [.. cases.Select(rows => Curve(rows, run, options.Seed))];
        WritePlot(ScalingPlot.Of(curves, options.Engine), options.Plot);
        write(curves, calibration, options);
        return 0;
    }

    private static ScalingCurve Curve(IGrouping<string, Workload> rows, BoundRun run, ulong seed)
    {
        ScalingPoint[] points = [.. rows.OrderBy(row => row.Nodes).Select(row => Point(row, run, seed))];
        PowerLaw law = PowerLaw.Fit([.. points.Select(point => (double)point.Nodes)], [.. points.Select(point => point.CostNs.Estimate)], Confidence);
        return new(rows.Key, points, law);
    }

    private static ScalingPoint Point(Workload row, BoundRun run, ulong seed)
    {
        Console.Error.WriteLine(row.Path);
        Measurement measured = run.Play(row.Path);
        return new(row.Nodes, Bootstrap.Median([.. measured.Rounds.Select(round => 1e9 / round.PodsPerCpuSecond)], Confidence, seed));
    }

    private static void WritePlot(string svg, string path)
    {
        try
        {
            File.WriteAllText(path, svg);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message.TrimEnd('.'), "--plot");
        }

        Console.Error.WriteLine($"plot: {path}");
    }

    private static Action<ScalingCurve[], Calibration, PerfOptions> Writer(string output) => output switch
    {
        "table" or "markdown" => WriteMarkdown,
        "json" => (curves, calibration, options) => Console.WriteLine(Json(curves, calibration, options).ToJsonString(JsonText.Indented)),
        _ => throw new InputException($"\"{output}\" is no output: write table, json or markdown", "--output"),
    };

    private static void WriteMarkdown(ScalingCurve[] curves, Calibration calibration, PerfOptions options)
    {
        foreach (ScalingCurve curve in curves)
        {
            Console.WriteLine($"| {curve.Case}: nodes | {string.Join(" | ", curve.Points.Select(point => point.Nodes.ToString("N0", CultureInfo.InvariantCulture)))} | exponent [95 %] |");
            Console.WriteLine($"| --- | {string.Join(" | ", curve.Points.Select(_ => "---:"))} | ---: |");
            Console.WriteLine(
                $"| ns a pod | {string.Join(" | ", curve.Points.Select(point => point.CostNs.Estimate.ToString("N0", CultureInfo.InvariantCulture)))} | {Text(curve.Law.Exponent)} |");
            Console.WriteLine();
        }

        Console.WriteLine(FormattableString.Invariant($"engine {options.Engine}, {options.Rounds} rounds, processor time; {calibration}"));
    }

    private static string Text(Interval exponent) => FormattableString.Invariant($"{exponent.Estimate:0.00} [{exponent.Low:0.00}, {exponent.High:0.00}]");

    private static JsonObject Json(ScalingCurve[] curves, Calibration calibration, PerfOptions options) => new()
    {
        ["formatVersion"] = 1,
        ["engine"] = options.Engine,
        ["rounds"] = options.Rounds,
        ["calibration"] = calibration.ToJson(),
        ["curves"] = new JsonArray([.. curves.Select(curve => new JsonObject
        {
            ["case"] = curve.Case,
            ["exponent"] = Of(curve.Law.Exponent),
            ["points"] = new JsonArray([.. curve.Points.Select(point => new JsonObject { ["nodes"] = point.Nodes, ["costNs"] = Of(point.CostNs) })]),
        })]),
    };

    private static JsonObject Of(Interval interval) => new() { ["estimate"] = interval.Estimate, ["low"] = interval.Low, ["high"] = interval.High };
}
