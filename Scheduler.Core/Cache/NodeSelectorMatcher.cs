using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>A node selector made ready: one of its terms must match (docs/semantics.md 1.6). Without usable terms it matches nothing.</summary>
public sealed class NodeSelectorMatcher
{
    private readonly NodeSelectorTermMatcher[] terms;

    public NodeSelectorMatcher(NodeSelector selector)
    {
        terms = new NodeSelectorTermMatcher[selector.Terms.Length];
        for (int i = 0; i < terms.Length; i++) terms[i] = new(selector.Terms[i]);
        NodeNames = NamesOf(selector);
    }

    /// <summary>
    /// Where every term wants certain nodes by name: the names that are wanted, sorted; none where the terms contradict themselves.
    /// Null where some term wants none by name.
    /// </summary>
    public string[]? NodeNames { get; }

    /// <summary>True where the labels match; node fields are not looked at (volumes).</summary>
    public bool Matches(StringMap labels) => Matches(labels, "");

    /// <summary>True where a node of these labels and this name matches.</summary>
    public bool Matches(StringMap labels, string nodeName)
    {
        foreach (NodeSelectorTermMatcher term in terms)
            if (term.Matches(labels, nodeName)) return true;
        return false;
    }

    /// <inheritdoc cref="NodeSelectorTermMatcher.FindRows"/>
    /// <param name="nodes">The nodes.</param>
    /// <param name="found">Becomes the set of these rows.</param>
    /// <param name="ofTerm">Space for the rows of a term.</param>
    /// <param name="scratch">Space for an answer a value.</param>
    public void FindRows(NodeTable nodes, NodeSet found, NodeSet ofTerm, ref bool[] scratch)
    {
        found.CopyFrom(nodes.Live);
        found.Clear();
        foreach (NodeSelectorTermMatcher term in terms)
        {
            term.FindRows(nodes, ofTerm, ref scratch);
            found.Or(ofTerm);
        }
    }

    private static string[]? NamesOf(NodeSelector selector)
    {
        if (selector.Terms.Length == 0) return null;
        SortedSet<string> union = new(StringComparer.Ordinal);
        foreach (NodeSelectorTerm term in selector.Terms)
        {
            HashSet<string>? wanted = null;
            foreach (SelectorRequirement field in term.MatchFields)
            {
                if (field is not { Key: "metadata.name", Operator: "In" }) continue;
                if (wanted is null) wanted = new(field.Values, StringComparer.Ordinal);
                else wanted.IntersectWith(field.Values);
            }

            if (wanted is null) return null;
            union.UnionWith(wanted);
        }

        return [.. union];
    }
}
