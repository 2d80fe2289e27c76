using System.Globalization;
using Scheduler.Bench.Output;
using Scheduler.Core.Cycle;
using Spectre.Console;

namespace Scheduler.Bench.Replay;

/// <summary>One pod's decision for people: every node with its first rejection, or with every score (raw → normalised × weight) and the total.</summary>
public static class ExplainTable
{
    public static void Write(PodOutcome outcome, Explanation? explanation)
    {
        Console.WriteLine($"pod {outcome.Pod.Key}, priority {outcome.Pod.Priority}");
        if (explanation is not null)
        {
            if (explanation.PreFilter is { Skipped.Length: > 0 } preFilter) Console.WriteLine($"nothing to filter for: {string.Join(", ", preFilter.Skipped)}");
            if (explanation.Scoring is not null) WriteScores(explanation, explanation.Scoring);
            if (explanation.Rejected.Length > 0) WriteRejections(explanation);
        }

        Console.WriteLine(outcome.Kind == DecisionKind.Placed ? $"placed on {outcome.Node}" : $"{outcome.Kind}: {outcome.Message}");
        if (outcome.Preemption is { } preemption) PreemptionText.Write(outcome.Pod, preemption);
    }

    private static void WriteScores(Explanation explanation, ScoringExplanation scoring)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("feasible node").AddColumn(new TableColumn("total").RightAligned());
        foreach (PluginScores plugin in scoring.Plugins) table.AddColumn(new TableColumn($"{plugin.Plugin} ×{plugin.Weight}").RightAligned());
        int[] order = [.. Enumerable.Range(0, explanation.Feasible.Length).OrderByDescending(i => scoring.Total[i]).ThenBy(i => explanation.Feasible[i], StringComparer.Ordinal)];
        foreach (int i in order)
        {
            string chosen = explanation.Feasible[i] == explanation.Decision.Node ? " ←" : "";
            table.AddRow([new Text(explanation.Feasible[i] + chosen), new Text(Number(scoring.Total[i])), .. scoring.Plugins.Select(plugin => new Text(Score(plugin, i)))]);
        }

        Terminal.Out.Write(table);
        if (scoring.Skipped.Length > 0) Console.WriteLine($"nothing to score for: {string.Join(", ", scoring.Skipped)}");
    }

    private static string Score(PluginScores plugin, int i) =>
        plugin.Raw[i] == plugin.Normalized[i] ? Number(plugin.Raw[i]) : $"{Number(plugin.Raw[i])} → {Number(plugin.Normalized[i])}";

    private static void WriteRejections(Explanation explanation)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("node", "rejected by", "code", "why");
        foreach (NodeRejection node in explanation.Rejected)
            table.AddRow(new Text(node.Node), new Text(node.Plugin), new Text(node.Code.ToString()), new Text(string.Join(", ", node.Reasons)));
        Terminal.Out.Write(table);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
