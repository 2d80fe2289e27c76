using System.Text.Json.Nodes;
using Scheduler.Bench.Charts;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>What scenarios come to, for people: one line each, then who is concerned.</summary>
internal static class WhatIfReport
{
    public static Report Of(IReadOnlyList<ScenarioResult[]> results, IReadOnlyList<Gap> gaps, int podsMax)
    {
        Report report = new("") { Json = WhatIfJson.Of(results, gaps) };
        report.Tables.Add(Summary(results));
        foreach (ScenarioResult[] seeds in results)
        {
            ScenarioResult result = seeds[0];
            string name = result.Scenario.Name;
            if (seeds.Length > 1) report.Tables.Add(Spread(seeds));
            AddChanges(report, result, podsMax);
            AddDepartures(report, result, podsMax);
            report.Tables.Add(UtilizationTable($"{name}: requested of allocatable", result));
            report.Charts.Add(($"utilization-{report.Charts.Count + 1}.svg", UtilizationChart(result)));
        }

        if (gaps.Count > 0) report.Tables.Add(Completeness.Table(gaps));
        return report;
    }

    private static ReportTable Summary(IReadOnlyList<ScenarioResult[]> results)
    {
        ReportTable table = new("", "scenario", new("evicted", true), new("lost", true), new("placed", true), new("added", true), new("moved", true),
            new("newly pending", true), new("added, pending", true), new("still pending", true), new("budgets exceeded", true));
        foreach (ScenarioResult[] seeds in results)
        {
            ScenarioResult result = seeds[0];
            table.Add(result.Scenario.Name, Show.Number(result.Evicted), Show.Number(result.Lost), Number(result, ChangeKind.Placed), Number(result, ChangeKind.Added),
                Number(result, ChangeKind.Moved), Number(result, ChangeKind.NewlyPending), Number(result, ChangeKind.AddedPending), Show.Number(result.StillPending),
                Show.Number(result.Budgets.Count(budget => budget.Over > 0)));
        }

        return table;
    }

    private static ReportTable Spread(ScenarioResult[] seeds)
    {
        ReportTable table = new($"{seeds[0].Scenario.Name}: over {seeds.Length} seeds and orders", "pods", new("least", true), new("median", true), new("most", true));
        foreach ((string name, int[] counts) in WhatIfJson.Counts(seeds))
            table.Add(name, Show.Number(counts[0]), Show.Number(counts[counts.Length / 2]), Show.Number(counts[^1]));
        string[] sometimes = WhatIfJson.PendingSometimes(seeds);
        table.Add($"pending with some seeds only: {(sometimes.Length == 0 ? "none" : Show.Names(sometimes, 5))}", Show.Number(sometimes.Length), "", "");
        return table;
    }

    /// <summary>Pods of one owner with the same fate share a row.</summary>
    private static void AddChanges(Report report, ScenarioResult result, int most)
    {
        ReportTable table = new($"{result.Scenario.Name}: pods", "what", "pods of", new("pods", true), "from", "to, or why not");
        (ChangeKind Kind, string Owner, PodChange[] Pods)[] groups = [.. result.Changes
            .Where(change => change.Kind != ChangeKind.Gone)
            .GroupBy(change => (change.Kind, change.Owner, change.Why))
            .Select(group => (group.Key.Kind, group.Key.Owner, group.ToArray()))
            .OrderByDescending(group => group.Kind is ChangeKind.NewlyPending or ChangeKind.AddedPending).ThenBy(group => group.Kind).ThenBy(group => group.Owner, StringComparer.Ordinal)];
        foreach ((ChangeKind kind, string owner, PodChange[] pods) in groups.Take(most))
        {
            string why = pods[0].Why + string.Concat(pods.Where(pod => pod.Preemption.Length > 0).Select(pod => "\n" + pod.Preemption));
            table.Add(Words(kind), pods.Length == 1 ? pods[0].Pod : owner, Show.Number(pods.Length), Nodes(pods.Select(pod => pod.From)), why.Length > 0 ? why : Nodes(pods.Select(pod => pod.To)));
        }

        if (groups.Length > most) table.Add("…", $"and {groups.Length - most} more rows (--pods N)", "", "", "");
        if (table.Rows.Count > 0) report.Tables.Add(table);
    }

    private static void AddDepartures(Report report, ScenarioResult result, int most)
    {
        if (result.Budgets.Count > 0)
        {
            ReportTable table = new($"{result.Scenario.Name}: disruption budgets", "budget", new("allows", true), new("pods that leave", true), new("too many", true));
            foreach (BudgetUse use in result.Budgets.OrderByDescending(use => use.Over).Take(most)) table.Add(use.Budget, Show.Number(use.Allowed), Show.Number(use.Left), Show.Number(use.Over));
            report.Tables.Add(table);
        }

        string[] lost = [.. result.Departures.Where(gone => gone.Fate == Fate.Lost).Select(gone => gone.Pod.Metadata.Key)];
        if (lost.Length > 0) report.Notes.Add($"{result.Scenario.Name}: nobody makes these pods again: {Show.Names(lost, 10)}");
        if (result.Held.Count > 0)
            report.Notes.Add($"{result.Scenario.Name}: budgets keep {Show.Count(result.Held.Count, "pod")} where they are: {Show.Names([.. result.Held.Select(held => $"{held.Pod} ({held.Budget})")], 10)}");
    }

    private static ReportTable UtilizationTable(string title, ScenarioResult result)
    {
        ReportTable table = new(title, "group", new("nodes", true), new("pods", true), new("cpu before", true), new("cpu after", true), new("memory before", true), new("memory after", true));
        foreach ((UtilizationRow? before, UtilizationRow? after) in WhatIfJson.Pairs(result))
            table.Add((after ?? before)!.Value.Group, Arrow(before?.Nodes, after?.Nodes), Arrow(before?.Pods, after?.Pods), Percent(before?.CpuPercent), Percent(after?.CpuPercent), Percent(before?.MemoryPercent), Percent(after?.MemoryPercent));
        return table;
    }

    private static Chart UtilizationChart(ScenarioResult result)
    {
        (UtilizationRow? Before, UtilizationRow? After)[] pairs = [.. WhatIfJson.Pairs(result)];
        return new($"{result.Scenario.Name}: cpu requested of allocatable", new("", Categories: [.. pairs.Select(pair => (pair.After ?? pair.Before)!.Value.Group)]), new("%"),
            new Series("before", SeriesKind.Bars, [.. pairs.Select((pair, i) => new DataPoint(i, pair.Before?.CpuPercent ?? 0))]),
            new Series("after", SeriesKind.Bars, [.. pairs.Select((pair, i) => new DataPoint(i, pair.After?.CpuPercent ?? 0))]));
    }

    private static string Number(ScenarioResult result, ChangeKind kind) => Show.Number(result.Count(kind));

    private static string Arrow(int? before, int? after) => before == after ? $"{after}" : $"{before ?? 0} → {after ?? 0}";

    private static string Percent(double? value) => value is { } number ? Show.Percent(number) : "–";

    private static string Nodes(IEnumerable<string> nodes) => Show.Names(
        [.. nodes.Where(node => node.Length > 0).GroupBy(node => node).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Count() == 1 ? group.Key : $"{group.Key} ×{group.Count()}")], 4);

    private static string Words(ChangeKind kind) => kind switch
    {
        ChangeKind.NewlyPending => "newly pending",
        ChangeKind.AddedPending => "added, pending",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
