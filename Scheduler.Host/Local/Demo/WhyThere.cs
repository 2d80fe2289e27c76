using System.Globalization;
using Scheduler.Core.Cycle;

namespace Scheduler.Host.Local.Demo;

/// <summary>Says in a few lines why a pod went where it went: how many nodes fit, what the best ones scored, plugin by plugin, and why others did not fit.</summary>
public static class WhyThere
{
    private const int NodesShown = 3;

    public static IEnumerable<string> Lines(Explanation explanation)
    {
        var decision = explanation.Decision;
        if (decision.Kind != DecisionKind.Placed)
        {
            yield return decision.Message;
            yield break;
        }
        yield return string.Create(CultureInfo.InvariantCulture, $"{decision.FeasibleCount} of {decision.NodeCount} nodes fit");
        foreach (var group in explanation.Rejected.GroupBy(node => $"{node.Plugin}: {string.Join(", ", node.Reasons)}", StringComparer.Ordinal))
            yield return string.Create(CultureInfo.InvariantCulture, $"{group.Count()} do not: {group.Key}");
        if (explanation.Scoring is not { } scoring) yield break;
        foreach (var line in Scores(explanation, scoring)) yield return line;
        if (explanation.Best.Length > 1)
            yield return string.Create(CultureInfo.InvariantCulture, $"{explanation.Best.Length} are equally good: the written rule for ties takes {decision.Node} for this pod");
    }

    /// <summary>The chosen node first, then the best of the others.</summary>
    private static IEnumerable<string> Scores(Explanation explanation, ScoringExplanation scoring)
    {
        var order = Enumerable.Range(0, explanation.Feasible.Length)
            .OrderByDescending(i => explanation.Feasible[i] == explanation.Decision.Node).ThenByDescending(i => scoring.Total[i]).ThenBy(i => explanation.Feasible[i], StringComparer.Ordinal).ToList();
        foreach (var i in order.Take(NodesShown))
        {
            var parts = scoring.Plugins.Where(plugin => plugin.Normalized[i] != 0)
                .Select(plugin => string.Create(CultureInfo.InvariantCulture, $"{plugin.Plugin} {plugin.Normalized[i]}{(plugin.Weight == 1 ? "" : $"×{plugin.Weight}")}"));
            yield return string.Create(CultureInfo.InvariantCulture, $"{explanation.Feasible[i]} {scoring.Total[i]} = {string.Join(" + ", parts)}");
        }
        if (order.Count > NodesShown) yield return string.Create(CultureInfo.InvariantCulture, $"… and {order.Count - NodesShown} more");
    }
}
