using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Gate.SelfTest;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Workloads;

namespace Scheduler.Bench.Gate;

/// <summary>Compares two sides, exact things first, and says pass, fail or inconclusive.</summary>
public static class GateCommand
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Inconclusive = 3;

    public static int Run(GateOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        if (options.Rounds < 1) throw new InputException("must be at least 1", "--rounds");
        if (options.GrowthRuns < 1) throw new InputException("must be at least 1", "--growth-runs");
        if (options.Scale is not (> 0 and <= 1000)) throw new InputException("must be more than 0, and 1000 at most", "--scale");
        Thresholds thresholds = Thresholds.Read(options.Thresholds);
        Subject[] subjects = Subjects(options);
        if (options.SelfTest) return SelfTestCommand.Run(options, subjects, thresholds);
        Side head = Side.Of("head", options.Head, options.HeadConfig, options.HeadPlugins);
        Baseline? baseline = options.Baseline is { } file ? Baseline.Read(file) : null;
        Side? basis = baseline is null ? Side.Of("base", options.Base, options.BaseConfig, options.BasePlugins) : null;
        if (basis is not null && basis.UsesPerf != head.UsesPerf) (basis, head) = (basis with { UsesPerf = true }, head with { UsesPerf = true });

        GateResult result = new GateRun(options, thresholds, subjects, basis, baseline, head).Run();
        Report report = GateReport.Of(result, options);
        if (options.WriteBaseline is { } artifact) Baseline.Write(artifact, result);
        Save(options.Json, "--json", path => File.WriteAllText(path, report.Json.ToJsonString(JsonText.Indented) + "\n"));
        Save(options.Markdown, "--markdown", path => File.WriteAllText(path, ReportWriter.Markdown(report)));
        Save(options.JUnit, "--junit", path => JUnitXml.Of(result).Save(path));
        ReportWriter.Write(report, options.Output, options.Svg);
        return result.Verdict switch
        {
            Verdict.Pass => Passed,
            Verdict.Fail => Failed,
            _ => Inconclusive,
        };
    }

    private static Subject[] Subjects(GateOptions options)
    {
        foreach (string snapshot in options.Snapshots)
            if (!File.Exists(snapshot) && !Directory.Exists(snapshot)) throw new InputException("no such file or folder", $"--snapshot {snapshot}");
        IEnumerable<Subject> snapshots = options.Snapshots.Select(path => new Subject(null, options.Folder, path));
        Subject[] subjects = [.. options.Workloads.SelectMany(glob => WorkloadFiles.Read(options.Folder, glob)).Select(workload => new Subject(workload.Path, options.Folder, null)).Distinct(), .. snapshots];
        return subjects.Length > 0 ? subjects : throw new InputException("nothing to play: give --workload GLOB or --snapshot DUMP", "gate");
    }

    private static void Save(string? path, string option, Action<string> write)
    {
        if (path is not null) Files.Access($"{option} {path}", () => write(path));
    }
}
