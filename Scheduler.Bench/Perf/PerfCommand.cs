using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Bounds;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Report;
using Scheduler.Bench.Perf.Scaling;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Bench.Statistics;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf;

/// <summary>Plays workloads round by round and shows what was measured.</summary>
public static class PerfCommand
{
    public static int Run(PerfOptions options)
    {
        if (options.Hold is not null) return HeldCluster.Run(options);
        CheckRepetition(options);
        if (options.Bounds) return BoundsCommand.Run(options);
        if (options.Scaling) return ScalingCommand.Run(options);
        Action<PerfRow[], PerfOptions> write = Writer(options.Output);
        EngineKind engine = EngineChoice.Parse(options.Engine);
        EngineKind? versus = options.Versus is { } other ? EngineChoice.Parse(other, "--versus") : null;
        CheckRate check = CheckChoice.Parse(options.Check);
        Workload[] workloads = WorkloadFiles.Read(options.Folder, options.Workload, options.Scale);
        if (options.Label is { } label) workloads = [.. workloads.Where(workload => workload.Labels.Contains(label))];
        if (workloads.Length == 0) throw new InputException("no matching workload has this label", $"--label {options.Label}");

        List<PerfRow> rows = [];
        foreach (Workload workload in workloads)
        {
            Console.Error.WriteLine($"{rows.Count + 1} of {workloads.Length}: {workload.Path}");
            rows.Add(Measure(workload, engine, versus, check, options));
        }

        write([.. rows], options);
        return 0;
    }

    private static void CheckRepetition(PerfOptions options)
    {
        if (options.Rounds < 1) throw new InputException("must be at least 1", "--rounds");
        if (options.WarmUp < 0) throw new InputException("must be at least 0", "--warm-up");
        if (options.Scale is not (> 0 and <= 1000)) throw new InputException("must be more than 0, and 1000 at most", "--scale");
    }

    private static PerfRow Measure(Workload workload, EngineKind engine, EngineKind? versus, CheckRate check, PerfOptions options)
    {
        List<RunResult> own = [], others = [];
        for (int round = -options.WarmUp; round < options.Rounds; round++)
        {
            // Who goes first alternates, so that what one leaves behind (heat, garbage) meets both alike.
            bool ownFirst = (round & 1) == 0;
            if (ownFirst) Play(engine, own);
            if (versus is { } other) Play(other, others);
            if (!ownFirst) Play(engine, own);

            void Play(EngineKind kind, List<RunResult> into)
            {
                using WorkloadRun run = new(workload, new() { Cycle = new() { Engine = kind, Seed = options.Seed }, Check = check });
                RunResult result = run.Run();
                if (round >= 0) into.Add(result);
            }
        }

        Measurement measured = new(workload, own);
        if (versus is null) return new(workload, measured, null, null, null);
        Measurement against = new(workload, others);
        if (against.DecisionHash != measured.DecisionHash)
            throw new UnexpectedDecisionException($"{workload.Path}: {options.Engine} and {options.Versus} decide differently");
        double p = RankTests.MannWhitney(measured.PodsPerSecond, against.PodsPerSecond);
        return new(workload, measured, against, measured.RatioTo(against, options.Seed), p);
    }

    private static Action<PerfRow[], PerfOptions> Writer(string output) => output switch
    {
        "table" => PerfTable.Write,
        "markdown" => (rows, options) => Console.Write(PerfMarkdown.Of(rows, options)),
        "json" => (rows, options) => Console.WriteLine(PerfJson.Of(rows, options).ToJsonString(JsonText.Indented)),
        _ => throw new InputException($"\"{output}\" is no output: write table, json or markdown", "--output"),
    };
}
