using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Report;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>Plays workloads for bounds.</summary>
public sealed class BoundRun(PerfOptions options, EngineKind engine)
{
    /// <summary>Short rows are played more often than asked for, until this much has been measured: a moment's weather must not decide.</summary>
    private const double LeastNs = 4e8;

    private const int MoreRoundsMax = 5;

    /// <summary>The engine that is measured.</summary>
    public EngineKind Engine => engine;

    /// <summary>Multiplies sizes; 1 for the bounds as they are stated.</summary>
    public double Scale => options.Scale;

    /// <summary>Decides ties and what is random.</summary>
    public ulong Seed => options.Seed;

    /// <summary>Where the workload files are.</summary>
    public string Folder => options.Folder;

    /// <summary>How the workloads are played unless a bound says more.</summary>
    public RunOptions Plain => new() { Cycle = new() { Engine = engine, Seed = options.Seed } };

    /// <summary>Plays one row as often as the options say.</summary>
    public Measurement Play(string path, RunOptions? how = null) => PlayAlternating(path, how ?? Plain)[0];

    /// <summary>Plays one row in several ways, round by round in turn, so that all meet the same weather.</summary>
    public Measurement[] PlayAlternating(string path, params RunOptions[] ways)
    {
        Workload workload = Find(path);
        List<RunResult>[] results = [.. ways.Select(_ => new List<RunResult>())];
        for (int round = -options.WarmUp; round < options.Rounds || (options.Scale >= 1 && IsShort(results[0]) && round < options.Rounds * MoreRoundsMax); round++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                // Who goes first changes from round to round.
                int way = (i + Math.Abs(round)) % ways.Length;
                using WorkloadRun run = new(workload, ways[way]);
                RunResult result = run.Run();
                if (round >= 0) results[way].Add(result);
            }
        }

        return [.. results.Select(rounds => new Measurement(workload, rounds))];
    }

    private static bool IsShort(List<RunResult> rounds) => rounds.Sum(round => round.SpentNs) < LeastNs;

    /// <summary>The row of this exact path.</summary>
    public Workload Find(string path) => WorkloadFiles.Read(options.Folder, path, options.Scale).Single(workload => workload.Path == path);

    /// <summary>Pods a second of processor time, with what else a report says of a run.</summary>
    public BoundFigure Rate(string path, RunOptions? how = null)
    {
        Measurement measured = Play(path, how);
        return new(measured.MedianPodsPerCpuSecond, Detail(measured));
    }

    /// <summary>The rest of a measurement in one line.</summary>
    public static string Detail(Measurement measured) => FormattableString.Invariant(
        $"{measured.MedianPodsPerSecond:N0} /s of the clock, p50 {measured.DecisionNs(0.5) / 1000:0.0} µs, p99 {measured.DecisionNs(0.99) / 1000:0.0} µs, max {measured.DecisionNs(1) / 1000:0} µs, {measured.BytesPerDecision:0} B{Work(measured)}");

    private static string Work(Measurement measured) =>
        string.Concat(measured.Work.Items.Where(item => item.Value != 0).Select(item => FormattableString.Invariant($", {item.Key} {item.Value}")));
}
