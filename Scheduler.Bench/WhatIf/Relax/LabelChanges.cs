using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>Labels that a node would have to get (or lose: null) for a pod to accept it.</summary>
internal sealed class LabelChanges
{
    private readonly SortedDictionary<string, string?> changes = new(StringComparer.Ordinal);

    public int Count => changes.Count;

    /// <summary>The fewest changes that make nodeSelector and one required term match; null where none can.</summary>
    public static LabelChanges? For(PodSpec spec, Node node)
    {
        LabelChanges selected = new();
        foreach (KeyValuePair<string, string> pair in spec.NodeSelector ?? StringMap.Empty)
            if (node.Metadata.Labels[pair.Key] != pair.Value) selected.changes[pair.Key] = pair.Value;
        if (spec.Affinity?.NodeAffinity?.Required is not { } required) return selected;
        LabelChanges? best = null;
        foreach (NodeSelectorTerm term in required.Terms)
            if (selected.And(term, node) is { } with && (best is null || with.Count < best.Count)) best = with;
        return best;
    }

    public Node Apply(Node node)
    {
        StringMap labels = node.Metadata.Labels;
        foreach ((string key, string? value) in changes) labels = value is null ? labels.Without(key) : labels.With(key, value);
        return node with { Metadata = node.Metadata with { Labels = labels } };
    }

    /// <summary>All but one of the changes, in every way; nothing where there is one only.</summary>
    public IEnumerable<LabelChanges> EachLess()
    {
        if (Count < 2) yield break;
        foreach (string key in changes.Keys)
        {
            LabelChanges fewer = Copy();
            fewer.changes.Remove(key);
            yield return fewer;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "label " + string.Join(", ", changes.Select(change => change.Value is null ? $"{change.Key}-" : $"{change.Key}={change.Value}"));

    private LabelChanges? And(NodeSelectorTerm term, Node node)
    {
        if (term.MatchFields.Length > 0 || term.MatchExpressions.Length == 0) return null;
        LabelChanges with = Copy();
        foreach (SelectorRequirement one in term.MatchExpressions)
        {
            string? value = with.changes.TryGetValue(one.Key, out string? set) ? set : node.Metadata.Labels[one.Key];
            switch (one.Operator)
            {
                case "In" when value is null || Array.IndexOf(one.Values, value) < 0:
                    if (one.Values.Length == 0) return null;
                    with.changes[one.Key] = one.Values[0];
                    break;
                case "Exists" when value is null: with.changes[one.Key] = ""; break;
                case "NotIn" when value is not null && Array.IndexOf(one.Values, value) >= 0: with.changes[one.Key] = null; break;
                case "DoesNotExist" when value is not null: with.changes[one.Key] = null; break;
                case "In" or "Exists" or "NotIn" or "DoesNotExist": break;
                default: return null;
            }
        }

        return with;
    }

    private LabelChanges Copy()
    {
        LabelChanges copy = new();
        foreach ((string key, string? value) in changes) copy.changes.Add(key, value);
        return copy;
    }
}
