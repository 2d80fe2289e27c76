using System.Globalization;
using Scheduler.Bench.Output;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Spectre.Console;

namespace Scheduler.Bench.Replay;

/// <summary>A preemption for people: who would have to leave which node, and why it is that node.</summary>
public static class PreemptionText
{
    /// <summary>The rules by which candidates are compared, in order, less is better (docs/semantics.md 4.6). Equal candidates: the smaller name.</summary>
    private static readonly (string Name, Func<PreemptionCandidate, long> Of)[] Rules =
    [
        ("fewer broken disruption budgets", candidate => candidate.PdbViolations),
        ("a lower highest priority among those who leave", TopPriority),
        ("a lower sum of priorities (each counted from the lowest possible one, so that fewer pods weigh less)", candidate => candidate.Victims.Sum(victim => victim.Priority + (1L << 31))),
        ("fewer pods that leave", candidate => candidate.Victims.Length),
        ("a later start of the oldest of the most important pods that leave", candidate => -OldestStart(candidate)),
    ];

    /// <summary>One sentence: the pod, the node, and who leaves.</summary>
    public static string Sentence(PodInfo pod, PostFilterResult preemption) =>
        $"{pod.Name} (priority {Number(pod.Priority)}) would get {preemption.NominatedNode} in the place of {string.Join(", ", preemption.Victims.Select(Victim))}";

    /// <summary>The sentence, every candidate (the least harm first) and what decided between them.</summary>
    public static void Write(PodInfo pod, PostFilterResult preemption)
    {
        Console.WriteLine(Sentence(pod, preemption));
        if (preemption.Candidates is not { Count: > 0 } all) return;
        PreemptionCandidate[] candidates = Sorted(all);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("preemption possible on", "broken budgets", "highest priority", "pods", "who leaves");
        foreach (int i in (int[])[1, 2, 3]) table.Columns[i].RightAligned();
        foreach (PreemptionCandidate candidate in candidates)
        {
            string chosen = candidate.Node == preemption.NominatedNode ? " ←" : "";
            table.AddRow(
                new Text(candidate.Node + chosen),
                new Text(Number(candidate.PdbViolations)),
                new Text(Number(TopPriority(candidate))),
                new Text(Number(candidate.Victims.Length)),
                new Text(string.Join(", ", candidate.Victims.Select(Victim))));
        }

        Terminal.Out.Write(table);
        Console.WriteLine(Why(candidates, preemption.NominatedNode!));
    }

    /// <summary>What sets the chosen node apart from the next best one.</summary>
    public static string Why(IReadOnlyList<PreemptionCandidate> sorted, string chosen)
    {
        if (sorted.Count == 1) return $"why {chosen}: no other node could make room";
        if (sorted[0].Node != chosen) return $"why {chosen}: the least harm among the nodes that were tried; the search ends when it has found enough, and extenders may object";
        string? rule = Rules.FirstOrDefault(rule => rule.Of(sorted[0]) != rule.Of(sorted[1])).Name;
        return $"why {chosen}: next to {sorted[1].Node} it has {rule ?? "the smaller name, all else being equal"}";
    }

    /// <summary>The candidates, least harm first.</summary>
    public static PreemptionCandidate[] Sorted(IEnumerable<PreemptionCandidate> candidates)
    {
        IOrderedEnumerable<PreemptionCandidate> sorted = candidates.OrderBy(Rules[0].Of);
        foreach ((_, Func<PreemptionCandidate, long> of) in Rules.Skip(1)) sorted = sorted.ThenBy(of);
        return [.. sorted.ThenBy(candidate => candidate.Node, StringComparer.Ordinal)];
    }

    private static long TopPriority(PreemptionCandidate candidate) => candidate.Victims.Max(victim => victim.Priority);

    private static long OldestStart(PreemptionCandidate candidate) =>
        candidate.Victims.Where(victim => victim.Priority == TopPriority(candidate)).Min(victim => victim.StartTime?.UtcTicks ?? long.MaxValue);

    private static string Victim(PodInfo pod) => $"{pod.Key} (priority {Number(pod.Priority)})";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
