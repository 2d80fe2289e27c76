using System.Text;
using Scheduler.Bench.Generate;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Scenarios;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;
using Scheduler.Plugins;

namespace Scheduler.Tests.Bench.WhatIf;

public sealed class WhatIfEqualsReplayTests
{
    [Theory]
    [InlineData("", 1UL, 25, false)]
    [InlineData("", 2UL, 10, true)]
    [InlineData("clusters/eu-1.json.gz", 3UL, 15, false)]
    public void A_scenario_decides_what_a_plain_replay_of_the_edited_dump_decides(string file, ulong seed, int count, bool fromScratch)
    {
        ClusterObjects dump = file.Length > 0
            ? ClusterFiles.Load(Fixtures.PathOf(file))
            : new ClusterGenerator(new() { Nodes = 40, Pods = 400, PendingPercent = 8, Seed = seed }).Run();
        SeededRandom random = new(seed);
        RandomScenarios scenarios = new(dump, random);
        World world = World.Of(dump, Settings(EngineKind.Vector, fromScratch));
        ScenarioRun run = new(world, seed, null);
        int played = 0;
        while (played < count)
        {
            Scenario scenario = scenarios.Next(played);
            ScenarioResult result;
            try
            {
                result = run.Play(scenario);
            }
            catch (InputException)
            {
                // An edit before took away what this one names.
                continue;
            }

            played++;
            string[] expected = Plain(Reread(scenario, dump), seed, fromScratch);
            Assert.True(expected.SequenceEqual(Lines(result.Replay)), $"seed {seed}, {string.Join("; ", scenario.Edits.Select(edit => edit.Title))}:\n{FirstDifference(expected, Lines(result.Replay))}");
        }

        // And none of them left a trace.
        using Stage stage = world.Branch(null, world.Engine(seed));
        Assert.Equal(Plain(dump, seed, fromScratch), Lines(stage.Play()));
    }

    private static WorldSettings Settings(EngineKind engine, bool fromScratch) => new(
        SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default), DefaultPlugins.Catalog, FeatureGates.Default, engine, fromScratch, ByPriority: true);

    /// <summary>The edited dump after a way through a file.</summary>
    private static ClusterObjects Reread(Scenario scenario, ClusterObjects dump)
    {
        using MemoryStream file = new();
        ObjectWriter.WriteList(file, EditedSnapshot.Of(scenario.Draft(new(dump))).All());
        ClusterObjects read = new();
        new KubeReader().ReadAny(file.ToArray(), read, "edited.json");
        return read;
    }

    private static string[] Plain(ClusterObjects objects, ulong seed, bool fromScratch)
    {
        WorldSettings settings = Settings(EngineKind.Plain, fromScratch);
        ReplayInput input = ReplayInput.Build(objects, fromScratch, byPriority: true, settings.Schedules);
        return Lines(new Replayer(settings.MakeEngine(input.Cluster, seed, preempting: true), input).Run());
    }

    private static string[] Lines(ReplayResult result) =>
        [.. result.Pods.Select(pod => $"{pod.Pod.Key} {pod.Kind} {pod.Node} {pod.Score} {pod.Message} {pod.Preemption?.NominatedNode} {string.Join(",", pod.Preemption?.Victims.Select(victim => victim.Key) ?? [])}"), result.DecisionHash];

    private static string FirstDifference(string[] expected, string[] got)
    {
        StringBuilder text = new();
        for (int i = 0; i < Math.Max(expected.Length, got.Length); i++)
        {
            if (expected.ElementAtOrDefault(i) == got.ElementAtOrDefault(i)) continue;
            return text.Append(expected.ElementAtOrDefault(i)).Append('\n').Append(got.ElementAtOrDefault(i)).ToString();
        }

        return "";
    }
}
