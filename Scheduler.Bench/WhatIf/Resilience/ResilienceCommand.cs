using System.Diagnostics;
using System.Text.Json.Nodes;
using Scheduler.Bench.Charts;
using Scheduler.Bench.Output;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cache;

namespace Scheduler.Bench.WhatIf.Resilience;

/// <summary>Takes every node, rack and zone away, one at a time, and counts the pods that find no other node.</summary>
public static class ResilienceCommand
{
    private const int LossesShown = 20;

    public static int Run(ResilienceOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        World world = World.Load(options);
        using Stage stage = world.Branch(null, world.Engine(options.Seed, preempting: false));
        stage.Play();
        (string Kind, string Name, string[] Nodes)[] groups =
        [
            .. Groups(world, "zone", options.ZoneLabel), .. Groups(world, "rack", options.RackLabel),
            .. world.Snapshot.Objects.Nodes.Select(node => ("node", node.Metadata.Name, new[] { node.Metadata.Name })),
        ];
        using ProgressLine progress = new("losing nodes", groups.Length);
        long start = Stopwatch.GetTimestamp();
        List<Loss> losses = [];
        foreach ((string kind, string name, string[] nodes) in groups)
        {
            using Stage lost = stage.Inner();
            Evacuation left = lost.Evacuate(nodes, gone: true);
            losses.Add(new(kind, name, nodes.Length, left.Moving.Count, [.. left.Stranded.Select(pod => pod.Pod.Key)], left.Lost, left.Stranded.Count > 0 ? left.Stranded[0].Why : ""));
            progress.Report(losses.Count);
        }

        ReportWriter.Write(Report(losses, Stopwatch.GetElapsedTime(start), Completeness.Of(world)), options.Output, options.Svg);
        return 0;
    }

    private static IEnumerable<(string Kind, string Name, string[] Nodes)> Groups(World world, string kind, string label) => world.Snapshot.Objects.Nodes
        .Where(node => node.Metadata.Labels.ContainsKey(label))
        .GroupBy(node => node.Metadata.Labels[label]!)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (kind, group.Key, group.Select(node => node.Metadata.Name).ToArray()));

    private static Report Report(List<Loss> losses, TimeSpan elapsed, IReadOnlyList<Gap> gaps)
    {
        Report report = new($"{losses.Count} losses, each on its own, in {Show.Number(elapsed.TotalSeconds, 1)} s")
        {
            Json = new()
            {
                ["kind"] = "Resilience",
                ["formatVersion"] = 1,
                ["seconds"] = Math.Round(elapsed.TotalSeconds, 3),
                ["losses"] = new JsonArray([.. losses.Select(loss => (JsonNode)new JsonObject
                {
                    ["kind"] = loss.Kind, ["name"] = loss.Name, ["nodes"] = loss.Nodes, ["pods"] = loss.Pods, ["withoutOwner"] = loss.WithoutOwner,
                    ["wouldNotFit"] = new JsonArray([.. loss.Stranded.Select(key => (JsonNode)key)]), ["why"] = loss.Why.Length > 0 ? loss.Why : null,
                })]),
                ["incomplete"] = Completeness.Json(gaps),
            },
        };
        ReportTable summary = new("", "loss of one", new("tried", true), new("all pods fit", true), new("most pods without a node", true), "the worst");
        foreach (IGrouping<string, Loss> kind in losses.GroupBy(loss => loss.Kind))
        {
            Loss worst = kind.MaxBy(loss => loss.Stranded.Length)!;
            summary.Add(kind.Key, Show.Number(kind.Count()), Show.Number(kind.Count(loss => loss.Stranded.Length == 0)), Show.Number(worst.Stranded.Length), worst.Stranded.Length > 0 ? worst.Name : "");
        }

        report.Tables.Add(summary);
        ReportTable table = new("What would not fit", "loss of", new("nodes", true), new("pods that move", true), new("without a node", true), "which", "why the first of them");
        Loss[] bad = [.. losses.Where(loss => loss.Stranded.Length > 0).OrderByDescending(loss => loss.Stranded.Length)];
        foreach (Loss loss in bad.Take(LossesShown))
            table.Add($"{loss.Kind} {loss.Name}", Show.Number(loss.Nodes), Show.Number(loss.Pods), Show.Number(loss.Stranded.Length), Show.Names(loss.Stranded, 4), loss.Why);
        if (bad.Length > LossesShown) table.Add($"and {bad.Length - LossesShown} more (--output json)", "", "", "", "", "");
        if (bad.Length > 0) report.Tables.Add(table);
        if (gaps.Count > 0) report.Tables.Add(Completeness.Table(gaps));
        Loss[] groups = [.. losses.Where(loss => loss.Kind != "node")];
        if (groups.Length > 0)
            report.Charts.Add(("resilience.svg", new("Pods without a node after a loss", new("", Categories: [.. groups.Select(loss => loss.Name)]), new("pods"),
                new Series("would not fit", SeriesKind.Bars, [.. groups.Select((loss, i) => new DataPoint(i, loss.Stranded.Length))]))));
        return report;
    }

    private sealed record Loss(string Kind, string Name, int Nodes, int Pods, string[] Stranded, int WithoutOwner, string Why);
}
