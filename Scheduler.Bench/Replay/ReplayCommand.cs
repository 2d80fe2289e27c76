using System.Text.Json.Nodes;
using Scheduler.Bench.Conformance;
using Scheduler.Bench.Diff.Logs;
using Scheduler.Bench.Output;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Reading;
using Scheduler.Host.Cases;
using Scheduler.Host.Extenders;
using Scheduler.Plugins;

namespace Scheduler.Bench.Replay;

/// <summary>Reads a dump, places its pods, and shows what came of it.</summary>
public static class ReplayCommand
{
    public static int Run(ReplayOptions options)
    {
        FeatureGates features = Setup.Features(options.FeatureGates);
        PluginCatalog catalog = PluginAssembly.With(DefaultPlugins.Catalog, options.Plugins);
        SchedulerConfiguration configuration = Setup.Configuration(options.Config, catalog, features);
        foreach (string warning in configuration.Warnings) Console.Error.WriteLine($"warning: {warning}");
        ClusterObjects objects = ClusterFiles.Load(options.Paths);
        ReplayInput input = ReplayInput.Build(objects, options.FromScratch, EngineChoice.ByPriority(options.Order), name => Schedules(configuration, name));
        foreach (string warning in input.Warnings) Console.Error.WriteLine($"warning: {warning}");

        CheckRate check = CheckChoice.Parse(options.Check);
        ExtenderChain extenders = new(HttpExtender.OpenAll(configuration), error => Console.Error.WriteLine($"warning: {error}"));
        CycleOptions cycle = new()
        {
            Engine = EngineChoice.Parse(options.Engine),
            Seed = options.Seed,
            PercentageOfNodesToScore = configuration.PercentageOfNodesToScore,
            TieBreakByName = ByName(options.TieBreak),
            Parallelism = options.Parallelism > 0 ? options.Parallelism : throw new InputException("must be at least 1", "--parallelism"),
            Explain = options.Explain is not null || options.Log is not null,
        };
        CaseWriter cases = new(".", configuration, features);
        SchedulingEngine engine = Make(cycle.WithCheck(check, cases));
        if (options.Explain is not null) return Explain(options, engine, input);
        // The incremental engine checks itself; the vector engine has nothing that it keeps, so another one over the same state does as well.
        EngineCheck? engineCheck = check != default && cycle.Engine != EngineKind.Incremental
            ? new(Make(cycle with { Engine = EngineKind.Plain, Explain = true }), Make(cycle with { Engine = EngineKind.Vector, Explain = true }), cases)
            : null;
        using DecisionLogWriter? log = options.Log is null ? null : new(options.Log, options.LogNodes, input.Cluster, options);
        ReplayResult result = Play(engine, input, engineCheck, log);
        if (check != default) Console.Error.WriteLine($"checked {engineCheck?.Compared ?? engine.Counters.Checked} decisions: both engines agree");
        Show(options, result);
        return 0;

        SchedulingEngine Make(CycleOptions with) => new(input.Cluster, configuration.Profiles, catalog, features, with, TimeProvider.System, extenders);
    }

    private static ReplayResult Play(SchedulingEngine engine, ReplayInput input, EngineCheck? check, DecisionLogWriter? log)
    {
        using ProgressLine progress = new("placing pods", input.Queue.Count);
        return new Replayer(engine, input) { Check = check, Progress = progress.Report, Decided = log is null ? null : (_, _) => log.Explain(engine), Turn = log is null ? null : log.Add }.Run();
    }

    private static void Show(ReplayOptions options, ReplayResult result)
    {
        if (options.Out is not null) WriteFile(options.Out, ReplayJson.Of(result));
        if (options.Output == "json") Console.WriteLine(ReplayJson.Of(result).ToJsonString(JsonText.Indented));
        else if (options.Output == "table") ReplayTable.Write(result);
        else throw new InputException($"\"{options.Output}\" is no output: write table or json", "--output");
    }

    private static int Explain(ReplayOptions options, SchedulingEngine engine, ReplayInput input)
    {
        string key = options.Explain!;
        PodInfo? target = input.Queue.Find(pod => pod.Key == key);
        if (target is null)
        {
            // A pod that runs: as if it had to find its place again now.
            PodInfo running = input.Cluster.FindPod(key) ?? throw new InputException("no such pod in the dump", $"--explain {key}");
            input.Cluster.RemovePod(key);
            input.Queue.Clear();
            input.Queue.Add(target = input.Cluster.Prepare(running.Pod with { Spec = running.Pod.Spec with { NodeName = "" }, Status = new() { Phase = "Pending" } }));
        }

        Explanation? explanation = null;
        PodOutcome outcome = new Replayer(engine, input)
        {
            Decided = (pod, _) => explanation = pod == target ? engine.Explain() : explanation,
        }.Run().Pods.Single(pod => pod.Pod == target);
        if (options.Output == "json" || options.Out is not null)
        {
            JsonObject json = explanation is null ? new() { ["pod"] = key, ["message"] = outcome.Message } : GoldenResult.Of(explanation);
            if (options.Out is not null) WriteFile(options.Out, json);
            if (options.Output == "json") Console.WriteLine(json.ToJsonString(JsonText.Indented));
        }

        if (options.Output != "json") ExplainTable.Write(outcome, explanation);
        return 0;
    }

    private static void WriteFile(string path, JsonObject json)
    {
        try
        {
            File.WriteAllText(path, json.ToJsonString(JsonText.Indented) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message.TrimEnd('.'), $"--out {path}");
        }
    }

    private static bool Schedules(SchedulerConfiguration configuration, string name) =>
        configuration.FindProfile(name.Length == 0 ? SchedulerConfiguration.DefaultSchedulerName : name) is not null;

    private static bool ByName(string text) => text switch
    {
        "seed" => false,
        "name" => true,
        _ => throw new InputException($"\"{text}\" is no tie-break: write seed or name", "--tie-break"),
    };
}
