using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.WhatIf.Capacity;

/// <summary>Searches the fewest nodes of each type with which every pod fits that can fit at all.</summary>
public static class CapacityCommand
{
    public static int Run(CapacityOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        if (options.Max < 1) throw new InputException("must be at least 1", "--max");
        World world = World.Load(options);
        NodeType[] types = options.Like is { } like
            ? [new(like, [.. new NodeChoice([like], null, $"--like {like}").Of(new(world.Snapshot)).Select(node => node.Metadata.Name)])]
            : NodeType.All(world.Snapshot);
        string[] pending = Pending(world, null, options.Seed);
        using ProgressLine progress = new("trying types of nodes", types.Length);
        List<Answer> answers = [];
        foreach (NodeType type in types)
        {
            answers.Add(Search(world, type, pending, options));
            progress.Report(answers.Count);
        }

        ReportWriter.Write(Report(pending, answers, Completeness.Of(world)), options.Output, options.Svg);
        return 0;
    }

    private static Answer Search(World world, NodeType type, string[] pending, CapacityOptions options)
    {
        // As many as there are pods that wait: each could have one for itself.
        int most = Math.Clamp(pending.Length, 1, options.Max);
        string[] never = Pending(world, type.More(most), options.Seed);
        if (never.Length >= pending.Length) return new(type, 0, never, pending.Length);
        int low = 0, high = most, leftBelow = pending.Length;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            int left = Pending(world, type.More(middle), options.Seed).Length;
            if (left <= never.Length) high = middle;
            else (low, leftBelow) = (middle, left);
        }

        return new(type, high, never, leftBelow);
    }

    private static string[] Pending(World world, AddNodes? more, ulong seed)
    {
        SnapshotDraft draft = new(world.Snapshot);
        more?.Apply(draft);
        using Stage stage = world.Branch(draft, world.Engine(seed, preempting: false));
        return [.. stage.Play().Pods.Where(pod => pod.Kind is not (DecisionKind.Placed or DecisionKind.Skipped)).Select(pod => pod.Pod.Key)];
    }

    private static Report Report(string[] pending, List<Answer> answers, IReadOnlyList<Gap> gaps)
    {
        Report report = new($"{Show.Count(pending.Length, "pod")} {(pending.Length == 1 ? "waits" : "wait")} for a node")
        {
            Json = new()
            {
                ["kind"] = "Capacity",
                ["formatVersion"] = 1,
                ["pending"] = pending.Length,
                ["types"] = new JsonArray([.. answers.Select(answer => (JsonNode)new JsonObject
                {
                    ["type"] = answer.Type.Name,
                    ["nodes"] = answer.Nodes,
                    ["placed"] = pending.Length - answer.Never.Length,
                    ["pendingWithOneLess"] = answer.PendingWithOneLess,
                    ["never"] = new JsonArray([.. answer.Never.Select(key => (JsonNode)key)]),
                })]),
                ["incomplete"] = Completeness.Json(gaps),
            },
        };
        ReportTable table = new("", "type of node", new("nodes needed", true), new("pods they place", true), new("pending with one node less", true), "never fit on this type");
        foreach (Answer answer in answers.OrderByDescending(answer => pending.Length - answer.Never.Length).ThenBy(answer => answer.Nodes))
            table.Add(answer.Type.Name, answer.Nodes == 0 ? "no help" : Show.Number(answer.Nodes), Show.Number(pending.Length - answer.Never.Length),
                answer.Nodes == 0 ? "" : Show.Number(answer.PendingWithOneLess), Show.Names([.. answer.Never.Select(OwnerOf).Distinct()], 6));
        report.Tables.Add(table);
        if (gaps.Count > 0) report.Tables.Add(Completeness.Table(gaps));
        return report;
    }

    private static string OwnerOf(string key) => key.LastIndexOf('-') is var at and > 0 ? key[..at] + "-*" : key;

    /// <summary>What a type comes to; 0 nodes where no number of them helps.</summary>
    private sealed record Answer(NodeType Type, int Nodes, string[] Never, int PendingWithOneLess);
}
