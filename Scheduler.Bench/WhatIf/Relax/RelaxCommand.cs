using System.Diagnostics;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>For pods that wait: the least change in each dimension that would place them.</summary>
public static class RelaxCommand
{
    public static int Run(RelaxOptions options)
    {
        ReportWriter.Check(options.Output, options.Svg);
        World world = World.Load(options);
        using Stage stage = world.Branch(null, world.Engine(options.Seed, preempting: false));
        PodOutcome[] pending =
        [
            .. stage.Play().Pods.Where(pod => pod.Kind == DecisionKind.Unschedulable && FileSystemName.MatchesSimpleExpression(options.Pod, pod.Pod.Key, ignoreCase: false))
                .GroupBy(pod => pod.Pod.Pod.Metadata.Controller?.Uid ?? pod.Pod.Key).Select(owner => owner.First()),
        ];
        if (pending.Length == 0) throw new InputException("no pod that finds no node is like this", $"--pod {options.Pod}");
        using ProgressLine progress = new("looking at pods", pending.Length);
        List<Answer> answers = [];
        NodeType[] types = NodeType.All(world.Snapshot);
        foreach (PodOutcome pod in pending)
        {
            long start = Stopwatch.GetTimestamp();
            PodTrial trial = new(stage, world.Snapshot, types, pod.Pod.Pod);
            Suggestion[] suggestions = All(trial);
            answers.Add(new(pod, suggestions, trial.Tries, Stopwatch.GetElapsedTime(start)));
            progress.Report(answers.Count);
        }

        ReportWriter.Write(Report(answers, Completeness.Of(world)), options.Output, options.Svg);
        return 0;
    }

    /// <summary>All suggestions for a pod that fits nowhere.</summary>
    public static Suggestion[] All(PodTrial trial) =>
    [
        .. RequestSearch.Of(trial), .. NodeSearch.MoreNodes(trial), .. NodeSearch.FewerTaints(trial), .. NodeSearch.Labels(trial),
        .. RuleSearch.Skew(trial), .. RuleSearch.PodAffinity(trial), .. RuleSearch.Ports(trial),
    ];

    private static Report Report(List<Answer> answers, IReadOnlyList<Gap> gaps)
    {
        Report report = new("")
        {
            Json = new()
            {
                ["kind"] = "Relax",
                ["formatVersion"] = 1,
                ["pods"] = new JsonArray([.. answers.Select(answer => (JsonNode)new JsonObject
                {
                    ["pod"] = answer.Pod.Pod.Key, ["why"] = answer.Pod.Message, ["tries"] = answer.Tries, ["milliseconds"] = Math.Round(answer.Elapsed.TotalMilliseconds, 1),
                    ["suggestions"] = new JsonArray([.. answer.Suggestions.Select(one => (JsonNode)new JsonObject
                    {
                        ["dimension"] = one.Dimension, ["change"] = one.Change, ["node"] = one.Node, ["oneStepLess"] = one.OneStepLess,
                    })]),
                })]),
                ["incomplete"] = Completeness.Json(gaps),
            },
        };
        foreach (Answer answer in answers)
        {
            ReportTable table = new($"{answer.Pod.Pod.Key}: {answer.Pod.Message}", "dimension", "least change that places it", "on", "does not do");
            foreach (Suggestion one in answer.Suggestions) table.Add(one.Dimension, one.Change, one.Node, one.OneStepLess);
            if (answer.Suggestions.Length == 0) table.Add("none", "no single change places it", "", "");
            report.Tables.Add(table);
            report.Notes.Add($"{answer.Pod.Pod.Key}: {answer.Tries} tries in {Show.Number(answer.Elapsed.TotalMilliseconds)} ms");
        }

        if (gaps.Count > 0) report.Tables.Add(Completeness.Table(gaps));
        return report;
    }

    private sealed record Answer(PodOutcome Pod, Suggestion[] Suggestions, int Tries, TimeSpan Elapsed);
}
