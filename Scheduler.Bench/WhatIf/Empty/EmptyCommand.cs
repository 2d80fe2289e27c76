using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cache;

namespace Scheduler.Bench.WhatIf.Empty;

/// <summary>Drains every node alone, and then as many as go together, the emptiest first. A node can be emptied where all its pods find another place.</summary>
public static class EmptyCommand
{
    private const int NodesShown = 25;

    public static int Run(EmptyOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        World world = World.Load(options);
        string[] names = [.. new NodeChoice([options.Nodes], null, $"--nodes {options.Nodes}").Of(new(world.Snapshot)).Select(node => node.Metadata.Name)];
        using Stage stage = world.Branch(null, world.Engine(options.Seed, preempting: false));
        stage.Play();
        string[] order = [.. names.OrderBy(name => CpuMilli(world.Cluster, name)).ThenBy(name => name, StringComparer.Ordinal)];
        using ProgressLine progress = new("draining nodes", 2 * order.Length);
        int done = 0;
        List<Answer> answers = [];
        foreach (string name in order)
        {
            using Stage alone = stage.Inner();
            answers.Add(Answer.Of(name, alone.Evacuate([name], gone: false), world));
            progress.Report(++done);
        }

        string[] together = Together(stage, answers, () => progress.Report(++done));
        ReportWriter.Write(Report(answers, together, Completeness.Of(world)), options.Output, options.Svg);
        return 0;
    }

    /// <summary>What cannot be emptied alone cannot be emptied behind others either; each further node stands on what those before it left.</summary>
    private static string[] Together(Stage stage, List<Answer> answers, Action tick)
    {
        Stack<Stage> kept = new();
        List<string> emptied = [];
        try
        {
            foreach (Answer answer in answers)
            {
                tick();
                if (!answer.CanBeEmptied) continue;
                Stage next = (kept.TryPeek(out Stage? last) ? last : stage).Inner();
                Evacuation left = next.Evacuate([answer.Node], gone: false);
                if (left.Stranded.Count == 0)
                {
                    kept.Push(next);
                    emptied.Add(answer.Node);
                }
                else
                {
                    next.Dispose();
                }
            }
        }
        finally
        {
            while (kept.TryPop(out Stage? one)) one.Dispose();
        }

        return [.. emptied];
    }

    private static long CpuMilli(Cluster cluster, string name) => cluster.Nodes.Requested(ResourceNames.Cpu)[cluster.Nodes.RowOf(name)];

    private static Report Report(List<Answer> answers, string[] together, IReadOnlyList<Gap> gaps)
    {
        int alone = answers.Count(answer => answer.CanBeEmptied);
        Report report = new($"{alone} of {answers.Count} nodes can be emptied alone, {together.Length} together")
        {
            Json = new()
            {
                ["kind"] = "Empty",
                ["formatVersion"] = 1,
                ["alone"] = alone,
                ["together"] = new JsonArray([.. together.Select(name => (JsonNode)name)]),
                ["nodes"] = new JsonArray([.. answers.Select(answer => (JsonNode)new JsonObject
                {
                    ["node"] = answer.Node, ["canBeEmptied"] = answer.CanBeEmptied, ["pods"] = answer.Pods, ["stranded"] = answer.Stranded, ["withoutOwner"] = answer.Lost,
                    ["budgetsExceeded"] = answer.BudgetsExceeded, ["why"] = answer.Why.Length > 0 ? answer.Why : null,
                })]),
                ["incomplete"] = Completeness.Json(gaps),
            },
        };
        ReportTable table = new("", "node", new("pods", true), "alone", "together", new("budgets exceeded", true), "what keeps it");
        foreach (Answer answer in answers.Take(NodesShown))
            table.Add(answer.Node, Show.Number(answer.Pods), answer.CanBeEmptied ? "yes" : "no", together.Contains(answer.Node) ? "yes" : "no", Show.Number(answer.BudgetsExceeded), answer.Why);
        if (answers.Count > NodesShown) table.Add($"and {answers.Count - NodesShown} more (--output json)", "", "", "", "", "");
        report.Tables.Add(table);
        if (together.Length > 0) report.Notes.Add($"together: {Show.Names(together, 30)}");
        report.Notes.Add("pods over a disruption budget have to leave one after the other, when others of it are well again");
        if (gaps.Count > 0) report.Tables.Add(Completeness.Table(gaps));
        return report;
    }

    private sealed record Answer(string Node, int Pods, int Stranded, int Lost, int BudgetsExceeded, string Why)
    {
        public bool CanBeEmptied => Stranded == 0 && Lost == 0;

        public static Answer Of(string node, Evacuation left, World world)
        {
            Budgets budgets = new(world.Snapshot.Objects.PodDisruptionBudgets);
            foreach (PodInfo pod in left.Moving) budgets.Count(pod.Pod);
            string why = left.Stranded.Count > 0 ? $"{left.Stranded[0].Pod.Key}: {left.Stranded[0].Why}" : left.Lost > 0 ? $"{Show.Count(left.Lost, "pod")} that nobody makes again" : "";
            return new(node, left.Moving.Count + left.Lost, left.Stranded.Count, left.Lost, budgets.Uses().Count(use => use.Over > 0), why);
        }
    }
}
