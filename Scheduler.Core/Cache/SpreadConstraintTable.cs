using System.Text;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Interns the spread constraints of pods.</summary>
public sealed class SpreadConstraintTable
{
    private readonly Dictionary<string, SpreadConstraintSet> sets = new(StringComparer.Ordinal);

    /// <summary>The set of these constraints.</summary>
    public SpreadConstraintSet Of(TopologySpreadConstraint[] written)
    {
        if (written.Length == 0) return SpreadConstraintSet.None;
        string key = KeyOf(written);
        if (sets.TryGetValue(key, out SpreadConstraintSet? known)) return known;
        SpreadConstraint[] hard = Ready(written, "DoNotSchedule", out string? hardError);
        SpreadConstraint[] soft = Ready(written, "ScheduleAnyway", out string? softError);
        SpreadConstraintSet made = new()
        {
            Id = sets.Count + 1,
            Hard = hard,
            Soft = soft,
            HardError = hardError,
            SoftError = softError,
            HasMatchLabelKeys = written.Any(constraint => constraint.MatchLabelKeys.Length > 0),
        };
        sets.Add(key, made);
        return made;
    }

    private static SpreadConstraint[] Ready(TopologySpreadConstraint[] written, string whenUnsatisfiable, out string? error)
    {
        error = null;
        List<SpreadConstraint> ready = [];
        foreach (TopologySpreadConstraint constraint in written)
        {
            if (constraint.WhenUnsatisfiable != whenUnsatisfiable) continue;
            Selector? selector = Selector.Parse(constraint.LabelSelector, out string selectorError);
            if (selector is null) error ??= selectorError;
            ready.Add(new()
            {
                TopologyKey = constraint.TopologyKey,
                MaxSkew = constraint.MaxSkew,
                Selector = selector ?? Selector.Nothing,
                MinDomains = constraint.MinDomains ?? 1,
                HonorsAffinity = constraint.NodeAffinityPolicy is null or "Honor",
                HonorsTaints = constraint.NodeTaintsPolicy is "Honor",
                MatchLabelKeys = constraint.MatchLabelKeys,
            });
        }

        return [.. ready];
    }

    private static string KeyOf(TopologySpreadConstraint[] written)
    {
        StringBuilder key = new();
        foreach (TopologySpreadConstraint constraint in written)
        {
            key.Append(constraint.MaxSkew).Append(';').Append(constraint.MinDomains).Append(';');
            Append(key, constraint.TopologyKey, constraint.WhenUnsatisfiable, constraint.NodeAffinityPolicy ?? "", constraint.NodeTaintsPolicy ?? "");
            Append(key.Append('k'), constraint.MatchLabelKeys);
            if (constraint.LabelSelector is not { } selector) continue;
            key.Append('s');
            foreach (KeyValuePair<string, string> pair in selector.MatchLabels) Append(key, pair.Key, pair.Value);
            foreach (SelectorRequirement expression in selector.MatchExpressions) Append(key.Append('e'), [expression.Key, expression.Operator, .. expression.Values]);
        }

        return key.ToString();
    }

    // Each text with its length before it: no two lists of texts look the same.
    private static void Append(StringBuilder key, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts) key.Append(text.Length).Append(':').Append(text);
    }
}
