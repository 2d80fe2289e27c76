using Scheduler.Bench.Conformance;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cycle;
using Scheduler.Plugins;

namespace Scheduler.Bench.Fuzz;

/// <summary>Compares two engines over shaken golden cases until enough decisions have been compared.</summary>
public static class FuzzCommand
{
    public static int Run(FuzzOptions options)
    {
        EngineKind engine = EngineChoice.Parse(options.Engine);
        if (options.Decisions < 1) throw new InputException("must be at least 1", "--decisions");
        GoldenCase[] cases = [.. GoldenFiles.Read(options.Paths)];
        int compared = 0, rounds = 0;
        using ProgressLine progress = new("comparing decisions", options.Decisions);
        while (compared < options.Decisions)
        {
            ulong seed = options.Seed + (ulong)rounds++;
            compared += Round(cases, engine, seed);
            progress.Report(compared);
        }

        Console.WriteLine($"{compared} decisions in {rounds} rounds from seed {options.Seed}: plain and {options.Engine} agree");
        return 0;
    }

    /// <summary>One round; a failure names its seed.</summary>
    /// <exception cref="EngineDifferenceException">The engines disagree.</exception>
    public static int Round(GoldenCase[] cases, EngineKind engine, ulong seed)
    {
        GoldenCase golden = cases[new Generate.SeededRandom(~seed).Next(cases.Length)];
        try
        {
            return new FuzzRound(golden, DefaultPlugins.Catalog, engine, seed, Path.GetTempPath()).Run();
        }
        catch (EngineDifferenceException e)
        {
            throw new EngineDifferenceException($"seed {seed}, case {golden.Name}: {e.Message}. Play it again with: fuzz … --seed {seed} --decisions 1");
        }
    }
}
