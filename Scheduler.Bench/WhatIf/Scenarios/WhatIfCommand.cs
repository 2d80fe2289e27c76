using Scheduler.Bench.Output;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>Plays scenarios and shows what they come to.</summary>
public static class WhatIfCommand
{
    private const int SeedsMax = 10_000;

    public static int Run(WhatIfOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        if (options.Seeds is < 1 or > SeedsMax) throw new InputException($"must be 1 to {SeedsMax}", "--seeds");
        Scenario[] scenarios = Read(options);
        World world = World.Load(options, options.FromScratch);
        if (options.WriteSnapshot is { } folder) WriteSnapshots(world, scenarios, folder);
        List<ScenarioResult[]> results = Play(world, scenarios, options);
        ReportWriter.Write(WhatIfReport.Of(results, Completeness.Of(world), options.Pods), options.Output, options.Svg);
        return 0;
    }

    private static Scenario[] Read(WhatIfOptions options)
    {
        KubeReader reader = new();
        List<Scenario> scenarios = [.. options.Scenarios.SelectMany(file => ScenarioFile.Read(file, reader))];
        Edit[] edits = EditFlags.Read(options, reader);
        string[] plugins = [.. options.ThenPlugin];
        if (edits.Length > 0 || options.ThenConfig is not null || plugins.Length > 0)
        {
            string[] more = options.ThenConfig is { } config ? [$"configuration {config}"] : [];
            string name = string.Join("; ", [.. edits.Select(edit => edit.Title), .. more, .. plugins.Select(plugin => $"plugin {plugin}")]);
            scenarios.Add(new(name, edits) { Config = options.ThenConfig, Plugins = plugins });
        }

        return scenarios.Count > 0 ? [.. scenarios] : throw new InputException("nothing happens: give --scenario FILE, or an option such as --lose-zone", "whatif");
    }

    /// <summary>Per scenario one result a seed; the first is the one that tables show in full.</summary>
    private static List<ScenarioResult[]> Play(World world, Scenario[] scenarios, WhatIfOptions options)
    {
        ScenarioResult[][] results = [.. scenarios.Select(_ => new ScenarioResult[options.Seeds])];
        using ProgressLine progress = new("playing scenarios", options.Seeds * scenarios.Length);
        int done = 0;
        for (int i = 0; i < options.Seeds; i++)
        {
            ulong seed = options.Seed + (ulong)i;
            ScenarioRun run = new(world, seed, i == 0 ? null : seed);
            for (int s = 0; s < scenarios.Length; s++)
            {
                results[s][i] = run.Play(scenarios[s]);
                progress.Report(++done);
            }
        }

        return [.. results];
    }

    private static void WriteSnapshots(World world, Scenario[] scenarios, string folder)
    {
        for (int i = 0; i < scenarios.Length; i++)
        {
            ClusterObjects edited = EditedSnapshot.Of(scenarios[i].Draft(world.Snapshot));
            string path = Path.Combine(folder, $"scenario-{i + 1}.json");
            Files.Access($"--write-snapshot {path}", () =>
            {
                Directory.CreateDirectory(folder);
                using FileStream file = File.Create(path);
                ObjectWriter.WriteList(file, (IEnumerable<IKubeObject>)edited.All());
            });
            Console.Error.WriteLine($"{scenarios[i].Name}: {path}");
        }
    }
}
