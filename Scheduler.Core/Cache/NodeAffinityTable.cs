using System.Text;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Interns what pods demand and prefer of nodes, so that all nodes are asked once for all pods that want the same.</summary>
public sealed class NodeAffinityTable
{
    private readonly Dictionary<string, RequiredNodeAffinity> required = new(StringComparer.Ordinal) { [""] = new(0, null, null) };
    private readonly Dictionary<string, PreferredNodeAffinity> preferred = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeSelectorTermMatcher> terms = new(StringComparer.Ordinal);

    /// <summary>What a pod of this spec demands.</summary>
    public RequiredNodeAffinity Required(PodSpec spec)
    {
        NodeSelector? selector = spec.Affinity?.NodeAffinity?.Required;
        StringBuilder key = new();
        if (spec.NodeSelector is not null)
        {
            key.Append('m');
            foreach (KeyValuePair<string, string> pair in spec.NodeSelector) Append(key, pair.Key, pair.Value);
        }

        if (selector is not null)
        {
            key.Append('r');
            foreach (NodeSelectorTerm term in selector.Terms) Append(key, term);
        }

        string text = key.ToString();
        if (required.TryGetValue(text, out RequiredNodeAffinity? known)) return known;
        RequiredNodeAffinity made = new(required.Count, spec.NodeSelector, selector);
        required.Add(text, made);
        return made;
    }

    /// <summary>What these terms prefer; null where none were written.</summary>
    public PreferredNodeAffinity Preferred(PreferredSchedulingTerm[]? written)
    {
        if (written is null) return PreferredNodeAffinity.None;
        StringBuilder key = new();
        foreach (PreferredSchedulingTerm term in written)
        {
            key.Append('w').Append(term.Weight);
            Append(key, term.Preference);
        }

        string text = key.ToString();
        if (preferred.TryGetValue(text, out PreferredNodeAffinity? known)) return known;
        PreferredNodeAffinity made = Make(written, preferred.Count + 1);
        preferred.Add(text, made);
        return made;
    }

    private static void Append(StringBuilder key, NodeSelectorTerm term)
    {
        key.Append('t');
        foreach (SelectorRequirement expression in term.MatchExpressions) Append(key.Append('e'), [expression.Key, expression.Operator, .. expression.Values]);
        foreach (SelectorRequirement field in term.MatchFields) Append(key.Append('f'), [field.Key, field.Operator, .. field.Values]);
    }

    // Each text with its length before it: no two lists of texts look the same.
    private static void Append(StringBuilder key, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts) key.Append(text.Length).Append(':').Append(text);
    }

    private PreferredNodeAffinity Make(PreferredSchedulingTerm[] written, int id)
    {
        List<WeightedNodeTerm> counting = [];
        string? error = null;
        for (int i = 0; i < written.Length; i++)
        {
            NodeSelectorTermMatcher term = Intern(written[i].Preference);
            if (written[i].Weight == 0 || term.IsEmpty) continue;
            if (term.Error is not null) error ??= $"[{i}]{term.Error}";
            counting.Add(new(written[i].Weight, term));
        }

        return new() { Id = id, IsWritten = true, Terms = [.. counting], Error = error };
    }

    private NodeSelectorTermMatcher Intern(NodeSelectorTerm term)
    {
        StringBuilder key = new();
        Append(key, term);
        string text = key.ToString();
        if (terms.TryGetValue(text, out NodeSelectorTermMatcher? known)) return known;
        NodeSelectorTermMatcher made = new(term, terms.Count);
        terms.Add(text, made);
        return made;
    }
}
