using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Bench.Charts;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Fit;

/// <summary>Places copies of one pod until none fits any more. The pods that wait in the dump have had their turn before.</summary>
public static class FitCommand
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const int NodesShown = 10;
    private const int CurvePoints = 100;

    public static int Run(FitOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        if (options.Max < 1) throw new InputException("must be at least 1", "--max");
        if (options.Pod is null == options.Manifest is null) throw new InputException("give one of --pod and --manifest", "fit");
        World world = World.Load(options);
        SnapshotDraft draft = new(world.Snapshot);
        Pod template = options.Manifest is { } manifest ? FromManifest(manifest, draft) : FromDump(options.Pod!, draft);
        using Stage stage = world.Branch(draft, world.Engine(options.Seed, preempting: false));
        stage.Play();
        Filling filling = Fill(stage, template, options.Max);
        ReportWriter.Write(Report(template, filling, stage, options.Max, Completeness.Of(world)), options.Output, options.Svg);
        return 0;
    }

    private static Pod FromDump(string key, SnapshotDraft draft)
    {
        Pod pod = draft.FindPod(key) ?? throw new InputException("no such pod in the dump", $"--pod {key}");
        return draft.Again(pod) with { Status = new() { Phase = "Pending" } };
    }

    private static Pod FromManifest(string path, SnapshotDraft draft)
    {
        Manifest manifest = ManifestReader.ReadFile(path, new());
        if (manifest.Pods.Count != 1) throw new InputException($"holds {Show.Count(manifest.Pods.Count, "pod or template")}: one is expected", path);
        Pod pod = new PodPriorities([.. draft.Snapshot.Objects.PriorityClasses, .. manifest.Others.PriorityClasses]).Fill(manifest.Pods[0].Template);
        new AddPods(manifest with { Pods = [] }, null, path).Apply(draft);
        return pod;
    }

    private static Filling Fill(Stage stage, Pod template, int max)
    {
        List<string> nodes = [];
        List<DataPoint> curve = [new(0, Utilization.Rows(stage.Cluster)[^1].CpuPercent)];
        using ProgressLine progress = new("placing copies", max);
        int next = 1;
        string why = "";
        while (nodes.Count < max)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{template.Metadata.Name}-fit-{nodes.Count}");
            Decision decision = stage.Place(stage.Cluster.Prepare(template with { Metadata = template.Metadata with { Name = name, Uid = name } }));
            if (decision.Kind != DecisionKind.Placed)
            {
                why = decision.Message;
                break;
            }

            nodes.Add(decision.Node);
            progress.Report(nodes.Count);
            if (nodes.Count < next) continue;
            curve.Add(new(nodes.Count, Utilization.Rows(stage.Cluster)[^1].CpuPercent));
            next += Math.Max(1, nodes.Count * 4 / CurvePoints);
        }

        if (nodes.Count > 0 && curve[^1].X < nodes.Count) curve.Add(new(nodes.Count, Utilization.Rows(stage.Cluster)[^1].CpuPercent));
        return new(nodes, why, curve);
    }

    private static Report Report(Pod template, Filling filling, Stage stage, int max, IReadOnlyList<Gap> gaps)
    {
        var perNode = filling.Nodes.GroupBy(node => node).Select(group => (Node: group.Key, Count: group.Count())).OrderByDescending(node => node.Count).ThenBy(node => node.Node, StringComparer.Ordinal).ToArray();
        var perZone = filling.Nodes.GroupBy(node => stage.Cluster.Nodes.Node(stage.Cluster.Nodes.RowOf(node)).Metadata.Labels[Zone] ?? "(none)").Select(group => (Zone: group.Key, Count: group.Count())).OrderBy(zone => zone.Zone, StringComparer.Ordinal).ToArray();
        Report report = new($"{(filling.Why.Length == 0 ? $"at least {max}" : filling.Nodes.Count)} more of {template.Metadata.Key} fit, on {Show.Count(perNode.Length, "node")}")
        {
            Json = new()
            {
                ["kind"] = "Fit",
                ["formatVersion"] = 1,
                ["pod"] = template.Metadata.Key,
                ["fit"] = filling.Nodes.Count,
                ["stoppedBy"] = filling.Why.Length == 0 ? null : filling.Why,
                ["nodes"] = new JsonObject(perNode.Select(node => KeyValuePair.Create(node.Node, (JsonNode?)node.Count))),
                ["zones"] = new JsonObject(perZone.Select(zone => KeyValuePair.Create(zone.Zone, (JsonNode?)zone.Count))),
                ["curve"] = new JsonArray([.. filling.Curve.Select(point => (JsonNode)new JsonObject { ["copies"] = point.X, ["cpuPercent"] = Math.Round(point.Y, 2) })]),
                ["incomplete"] = Completeness.Json(gaps),
            },
        };
        ReportTable zones = new("", "zone", new("copies", true));
        foreach ((string zone, int count) in perZone) zones.Add(zone, Show.Number(count));
        ReportTable nodes = new("", "node", new("copies", true));
        foreach ((string node, int count) in perNode.Take(NodesShown)) nodes.Add(node, Show.Number(count));
        if (perNode.Length > NodesShown) nodes.Add($"and {perNode.Length - NodesShown} more nodes", Show.Number(perNode.Skip(NodesShown).Sum(node => node.Count)));
        if (perNode.Length > 0) report.Tables.AddRange([zones, nodes]);
        if (filling.Why.Length > 0) report.Notes.Add($"the next one: {filling.Why}");
        if (gaps.Count > 0) report.Tables.Add(Completeness.Table(gaps));
        report.Charts.Add(("fit.svg", new($"Copies of {template.Metadata.Key}", new("copies"), new("cpu requested of allocatable, %"), new Series("cluster", SeriesKind.Line, [.. filling.Curve]))));
        return report;
    }

    /// <summary>Where copies went, what stopped them (empty where the limit did), and how full the cluster became.</summary>
    private sealed record Filling(List<string> Nodes, string Why, List<DataPoint> Curve);
}
