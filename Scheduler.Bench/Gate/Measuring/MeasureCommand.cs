using System.Diagnostics;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Bench.Replay;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Bench.Gate.Measuring;

/// <summary>One process of a gate: warms up, plays some rounds, prints the fastest.</summary>
public static class MeasureCommand
{
    private const int BurstMs = 40;
    private const int PauseMs = 15;

    public static int Run(MeasureOptions options)
    {
        if (options.BurnSeconds > 0) return Burn(options.BurnSeconds);
        if (options.Rounds < 1) throw new InputException("must be at least 1", "--rounds");
        if (options.Workload is null == options.Snapshot is null) throw new InputException("give one of --workload and --snapshot", "measure");
        PluginCatalog catalog = PluginAssembly.With(DefaultPlugins.Catalog, options.Plugins);
        Measured best = options.Workload is null ? OfSnapshot(options, catalog) : OfWorkload(options, catalog);
        Console.WriteLine(best.ToJson().ToJsonString(JsonText.Compact));
        return 0;
    }

    private static Measured OfWorkload(MeasureOptions options, PluginCatalog catalog)
    {
        Workload[] found = WorkloadFiles.Read(options.Folder, options.Workload!, options.Scale);
        if (found.Length != 1) throw new InputException($"means {found.Length} rows, not one", $"--workload {options.Workload}");
        RunOptions run = new() { Cycle = new() { Engine = EngineChoice.Parse(options.Engine), Seed = options.Seed }, Catalog = catalog, Config = options.Config };
        return Best(options.Rounds, () =>
        {
            using WorkloadRun one = new(found[0], run);
            RunResult result = one.Run();
            return new(result.DecisionHash, found[0].Nodes, result.BytesPerDecision, 1e9 / result.PodsPerCpuSecond, result.Work.Items.ToDictionary());
        });
    }

    private static Measured OfSnapshot(MeasureOptions options, PluginCatalog catalog)
    {
        SchedulerConfiguration configuration = Setup.Configuration(options.Config, catalog, FeatureGates.Default);
        ClusterObjects objects = ClusterFiles.Load([options.Snapshot!]);
        return Best(options.Rounds, () =>
        {
            ReplayInput input = ReplayInput.Build(objects, fromScratch: true, byPriority: false,
                name => configuration.FindProfile(name.Length == 0 ? SchedulerConfiguration.DefaultSchedulerName : name) is not null);
            SchedulingEngine engine = new(input.Cluster, configuration.Profiles, catalog, FeatureGates.Default,
                new() { Engine = EngineChoice.Parse(options.Engine), Seed = options.Seed, PercentageOfNodesToScore = configuration.PercentageOfNodesToScore }, TimeProvider.System);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            ReplayResult result = new Replayer(engine, input).Run();
            double ns = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds;
            int pods = Math.Max(1, result.Pods.Count);
            return new(result.DecisionHash, input.Cluster.Nodes.Count, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / pods, ns / pods, WorkCounters.Of(engine).Items.ToDictionary());
        });
    }

    /// <summary>The fastest round; what is exact comes from the last one, when all that is allocated once has been.</summary>
    private static Measured Best(int rounds, Func<Measured> play)
    {
        play();
        Measured last = play();
        double ns = last.NsPerPod;
        for (int i = 1; i < rounds; i++)
        {
            last = play();
            ns = Math.Min(ns, last.NsPerPod);
        }

        return last with { NsPerPod = ns };
    }

    private static int Burn(int seconds)
    {
        long start = Stopwatch.GetTimestamp();
        ulong sum = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long burst = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(burst).TotalMilliseconds < BurstMs)
                for (uint i = 0; i < 10_000; i++) sum += i * i;
            Thread.Sleep(PauseMs);
        }

        return sum == 1 ? 1 : 0;
    }
}
