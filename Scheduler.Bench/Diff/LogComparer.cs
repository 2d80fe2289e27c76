using Scheduler.Bench.Diff.Logs;

namespace Scheduler.Bench.Diff;

/// <summary>Compares two logs pod by pod, and finds for each difference the plugin that made it.</summary>
public static class LogComparer
{
    /// <summary>The differences, in the order of A's decisions, then what only B has. A log against itself: none.</summary>
    public static List<PodDifference> Compare(DecisionLog a, DecisionLog b)
    {
        List<PodDifference> differences = [];
        foreach ((string pod, LoggedDecision inA) in a.Decisions)
        {
            if (!b.Decisions.TryGetValue(pod, out LoggedDecision? inB)) differences.Add(new(pod, DifferenceKind.OnlyInA, inA.Node, "", "", "no decision in B"));
            else if (Compare(inA, inB) is { } difference) differences.Add(difference);
        }

        foreach ((string pod, LoggedDecision inB) in b.Decisions)
            if (!a.Decisions.ContainsKey(pod)) differences.Add(new(pod, DifferenceKind.OnlyInB, "", inB.Node, "", "no decision in A"));
        return differences;
    }

    private static PodDifference? Compare(LoggedDecision a, LoggedDecision b)
    {
        if (a.IsPlaced && b.IsPlaced) return a.Node == b.Node ? null : Moved(a, b);
        if (a.IsPlaced) return new(a.Pod, DifferenceKind.NewlyPending, a.Node, "", Rejector(b, a.Node), b.Message);
        if (b.IsPlaced) return new(a.Pod, DifferenceKind.NewlyPlaced, "", b.Node, Rejector(a, b.Node), a.Message);
        if (a.NominatedNode != b.NominatedNode || !a.Victims.SequenceEqual(b.Victims))
            return new(a.Pod, DifferenceKind.OtherVictims, a.NominatedNode, b.NominatedNode, "", $"{Victims(a)} → {Victims(b)}");
        return a.Message == b.Message && a.Verdict == b.Verdict ? null : new(a.Pod, DifferenceKind.OtherReason, "", "", "", $"{a.Message} → {b.Message}");
    }

    private static PodDifference Moved(LoggedDecision a, LoggedDecision b)
    {
        if (b.Rejected.TryGetValue(a.Node, out string? inB)) return Difference(inB, $"rejects {a.Node} in B");
        if (a.Rejected.TryGetValue(b.Node, out string? inA)) return Difference(inA, $"rejects {b.Node} in A");
        int ownInA = a.IndexOf(a.Node), otherInA = a.IndexOf(b.Node), otherInB = b.IndexOf(a.Node), ownInB = b.IndexOf(b.Node);
        if (ownInA < 0 || otherInA < 0 || otherInB < 0 || ownInB < 0) return Difference("", "the logs do not hold the scores of both nodes: --log-nodes");
        if (a.Totals[ownInA] == a.Totals[otherInA] && b.Totals[ownInB] == b.Totals[otherInB])
            return new(a.Pod, DifferenceKind.Tie, a.Node, b.Node, "", $"both have {a.Totals[ownInA]} in A and {b.Totals[ownInB]} in B");

        // By how much each plugin prefers A's node: the one that took most of it away turned the decision.
        string turned = "";
        long most = 0, before = 0, after = 0;
        foreach (string plugin in a.Scores.Keys.Union(b.Scores.Keys).Order(StringComparer.Ordinal))
        {
            long forA = Margin(a, plugin, ownInA, otherInA), forB = Margin(b, plugin, otherInB, ownInB);
            if (forA - forB <= most) continue;
            (turned, most, before, after) = (plugin, forA - forB, forA, forB);
        }

        return Difference(turned, turned.Length == 0 ? "no single plugin prefers another node" : $"{a.Node} over {b.Node}: {before:+0;-0;0} in A, {after:+0;-0;0} in B");

        PodDifference Difference(string plugin, string why) => new(a.Pod, DifferenceKind.Moved, a.Node, b.Node, plugin, why);
    }

    private static long Margin(LoggedDecision log, string plugin, int one, int other) =>
        log.Scores.TryGetValue(plugin, out long[]? scores) ? scores[one] - scores[other] : 0;

    private static string Rejector(LoggedDecision log, string node) => log.Rejected.GetValueOrDefault(node, "");

    private static string Victims(LoggedDecision decision) =>
        decision.NominatedNode.Length == 0 ? "nobody" : $"{string.Join(", ", decision.Victims)} on {decision.NominatedNode}";
}
