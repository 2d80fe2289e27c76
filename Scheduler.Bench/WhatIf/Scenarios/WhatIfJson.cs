using System.Text.Json.Nodes;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>What scenarios come to, for scripts.</summary>
internal static class WhatIfJson
{
    public const int FormatVersion = 1;

    public static JsonObject Of(IReadOnlyList<ScenarioResult[]> results, IReadOnlyList<Gap> gaps) => new()
    {
        ["kind"] = "WhatIf",
        ["formatVersion"] = FormatVersion,
        ["decisionHashVersion"] = DecisionHash.FormatVersion,
        ["scenarios"] = new JsonArray([.. results.Select(Scenario)]),
        ["incomplete"] = Completeness.Json(gaps),
    };

    /// <summary>Counts of every kind of change over the seeds, each sorted.</summary>
    public static IEnumerable<(string Name, int[] Counts)> Counts(ScenarioResult[] seeds)
    {
        foreach (ChangeKind kind in Enum.GetValues<ChangeKind>())
            yield return (Camel(kind.ToString()), [.. seeds.Select(result => result.Count(kind)).Order()]);
    }

    /// <summary>Pods that wait with some seeds and not with others.</summary>
    public static string[] PendingSometimes(ScenarioResult[] seeds) => [.. seeds
        .SelectMany(result => result.Replay.Pods.Where(pod => pod.Kind is not (DecisionKind.Placed or DecisionKind.Skipped)).Select(pod => pod.Pod.Key))
        .GroupBy(key => key).Where(group => group.Count() < seeds.Length).Select(group => group.Key).Order(StringComparer.Ordinal)];

    /// <summary>The groups of nodes before and after, side by side.</summary>
    public static IEnumerable<(UtilizationRow? Before, UtilizationRow? After)> Pairs(ScenarioResult result)
    {
        foreach (UtilizationRow before in result.Before)
            yield return (before, Find(result.After, before.Group));
        foreach (UtilizationRow after in result.After)
            if (Find(result.Before, after.Group) is null) yield return (null, after);
    }

    private static UtilizationRow? Find(IReadOnlyList<UtilizationRow> rows, string group)
    {
        foreach (UtilizationRow row in rows)
            if (row.Group == group) return row;
        return null;
    }

    private static JsonNode Scenario(ScenarioResult[] seeds)
    {
        ScenarioResult result = seeds[0];
        JsonObject json = new()
        {
            ["name"] = result.Scenario.Name,
            ["edits"] = new JsonArray([.. result.Scenario.Edits.Select(edit => (JsonNode)edit.Title)]),
            ["decisionHash"] = result.Replay.DecisionHash,
            ["decisions"] = result.Replay.Pods.Count,
            ["setupMs"] = Math.Round(result.Setup.TotalMilliseconds, 3),
            ["decidingMs"] = Math.Round(result.Replay.Elapsed.TotalMilliseconds, 3),
            ["evicted"] = result.Evicted,
            ["lost"] = result.Lost,
            ["stillPending"] = result.StillPending,
        };
        foreach ((string name, int[] counts) in Counts([result])) json[name] = counts[0];
        json["pods"] = new JsonArray([.. result.Changes.Select(Change)]);
        json["departures"] = new JsonArray([.. result.Departures.Select(gone => (JsonNode)new JsonObject
        {
            ["pod"] = gone.Pod.Metadata.Key, ["node"] = gone.Node, ["fate"] = Camel(gone.Fate.ToString()), ["why"] = gone.Why,
        })]);
        json["heldByBudget"] = new JsonArray([.. result.Held.Select(held => (JsonNode)new JsonObject { ["pod"] = held.Pod, ["budget"] = held.Budget })]);
        json["budgets"] = new JsonArray([.. result.Budgets.Select(use => (JsonNode)new JsonObject
        {
            ["budget"] = use.Budget, ["allowed"] = use.Allowed, ["left"] = use.Left, ["over"] = use.Over,
        })]);
        json["utilization"] = new JsonArray([.. Pairs(result).Select(pair => (JsonNode)new JsonObject
        {
            ["group"] = (pair.After ?? pair.Before)!.Value.Group, ["before"] = Row(pair.Before), ["after"] = Row(pair.After),
        })]);
        if (seeds.Length > 1) json["spread"] = Spread(seeds);
        return json;
    }

    private static JsonObject Spread(ScenarioResult[] seeds)
    {
        JsonObject spread = new() { ["seeds"] = seeds.Length };
        foreach ((string name, int[] counts) in Counts(seeds))
            spread[name] = new JsonObject { ["least"] = counts[0], ["median"] = counts[counts.Length / 2], ["most"] = counts[^1] };
        spread["pendingSometimes"] = new JsonArray([.. PendingSometimes(seeds).Select(key => (JsonNode)key)]);
        return spread;
    }

    private static JsonNode Change(PodChange change)
    {
        JsonObject json = new() { ["pod"] = change.Pod, ["change"] = Camel(change.Kind.ToString()) };
        if (change.From.Length > 0) json["from"] = change.From;
        if (change.To.Length > 0) json["to"] = change.To;
        if (change.Why.Length > 0) json["why"] = change.Why;
        if (change.Preemption.Length > 0) json["preemption"] = change.Preemption;
        return json;
    }

    private static JsonNode? Row(UtilizationRow? row) => row is not { } one ? null : new JsonObject
    {
        ["nodes"] = one.Nodes,
        ["pods"] = one.Pods,
        ["cpuPercent"] = Math.Round(one.CpuPercent, 1),
        ["memoryPercent"] = Math.Round(one.MemoryPercent, 1),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
