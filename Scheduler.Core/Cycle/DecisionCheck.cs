using System.Globalization;
using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle;

/// <summary>
/// Works decisions out the plain way too and compares: verdict and reasons, feasible nodes, raw, normalised and total scores, the best nodes, the choice.
/// </summary>
/// <param name="plain">A cycle of the plain engine over the same cluster, with plugins of its own; it explains.</param>
/// <param name="rate">Which decisions.</param>
/// <param name="budget">What all comparisons may take.</param>
internal sealed class DecisionCheck(SchedulingCycle plain, CheckRate rate, TimeBudget budget)
{
    private long decisions;

    /// <summary>True where the next decision is to be compared.</summary>
    public bool IsDue() => rate.Includes(decisions++) && budget.HasRoom();

    /// <summary>Decides the plain way and compares; null where nothing differs.</summary>
    /// <param name="fast">The cycle that has just decided.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="got">What it decided.</param>
    /// <param name="expected">What the plain way says; overwritten by its next decision.</param>
    public CheckDifference? Compare(SchedulingCycle fast, PodInfo pod, Decision got, out Decision expected)
    {
        budget.Begin();
        Decision plainly = expected = plain.Run(pod);
        budget.End();
        if (Differs("verdict", expected.Kind.ToString(), got.Kind.ToString()) is { } verdict) return verdict;
        if (expected.Kind != DecisionKind.Placed) return Differs("message", expected.Message, got.Message);
        if (Differs("number of feasible nodes", Text(expected.FeasibleCount), Text(got.FeasibleCount)) is { } count) return count;
        return (plain.NominatedNodeUsed ? null : CompareRows(fast, expected, got)) ?? Differs("node", expected.Node, got.Node);

        CheckDifference? Differs(string what, string say, string said) =>
            say == said ? null : new(pod, what, say, said, Explainer.Explain(plain, plainly), fast.State.Cluster);

        CheckDifference? CompareRows(SchedulingCycle of, Decision one, Decision other)
        {
            CycleState a = plain.State, b = of.State;
            if (!a.Feasible.SetEquals(b.Feasible)) return Differs("feasible nodes", Names(a, a.Feasible), Names(b, b.Feasible));
            if (one.FeasibleCount == 1) return null;
            if (!a.Best.SetEquals(b.Best)) return Differs("best nodes", Names(a, a.Best), Names(b, b.Best));
            if (one.Score != other.Score) return Differs("total of the best node", Text(one.Score), Text(other.Score));
            foreach (int row in a.Feasible)
            {
                string name = a.Nodes.Name(row);
                if (a.Scores.Total[row] != b.Scores.Total[row]) return Differs($"total of {name}", Text(a.Scores.Total[row]), Text(b.Scores.Total[row]));
                for (int position = 0; position < a.Profile.Score.Length; position++)
                {
                    ScoreSlot slot = a.Profile.Score[position];
                    if (a.SkipScore[slot.Index] != b.SkipScore[slot.Index]) return Differs($"skip of {slot.Plugin.Name}", $"{a.SkipScore[slot.Index]}", $"{b.SkipScore[slot.Index]}");
                    if (a.SkipScore[slot.Index]) continue;
                    long raw = of.RawOf(position, row);
                    if (a.Scores.Raw(position)[row] != raw) return Differs($"raw score of {slot.Plugin.Name} for {name}", Text(a.Scores.Raw(position)[row]), Text(raw));
                }
            }

            return null;
        }
    }

    private static string Names(CycleState state, NodeSet set)
    {
        List<string> names = [];
        foreach (int row in set) names.Add(state.Nodes.Name(row));
        names.Sort(string.CompareOrdinal);
        return string.Join(' ', names);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
