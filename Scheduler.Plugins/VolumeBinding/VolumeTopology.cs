using System.Runtime.CompilerServices;
using System.Text;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>From where a volume can be reached: the required part of its node affinity. Equal ones are one object.</summary>
public sealed class VolumeTopology
{
    private readonly NodeSelectorMatcher matcher;
    private readonly LabelColumn? column;
    private readonly string[] values = [];

    internal VolumeTopology(int id, NodeSelector selector, NodeTable nodes)
    {
        Id = id;
        matcher = new(selector);

        // By far the most volumes are tied to one host or zone: then one label decides, and its column is quicker to ask than the labels.
        if (selector.Terms is not [{ MatchFields: [], MatchExpressions: [{ Operator: "In", Values.Length: > 0 } only] }]) return;
        if (!LabelSyntax.IsQualifiedName(only.Key) || !Array.TrueForAll(only.Values, value => LabelSyntax.IsLabelValue(value))) return;
        column = nodes.LabelColumn(only.Key);
        values = only.Values;
    }

    public int Id { get; }

    /// <summary>True where a node with these labels reaches the volume. The node's name does not count.</summary>
    public bool Matches(StringMap labels) => matcher.Matches(labels);

    /// <summary>The same for a row.</summary>
    internal bool Matches(NodeView node)
    {
        if (column is null) return Matches(node.Labels);
        int id = column[node.Row];
        return id != LabelColumn.Absent && Array.IndexOf(values, column.Value(id)) >= 0;
    }
}

/// <summary>Interns topologies of volumes and keeps for each the nodes that reach it.</summary>
public sealed class VolumeTopologies(NodeTable nodes)
{
    private readonly ConditionalWeakTable<NodeSelector, VolumeTopology> bySelector = [];
    private readonly Dictionary<string, VolumeTopology> byText = new(StringComparer.Ordinal);
    private readonly NodeSetCache<VolumeTopology> rows = new(nodes, NodeColumns.Labels, static (topology, node) => topology.Matches(node));

    /// <summary>The topology of a volume; null for a volume that every node reaches.</summary>
    public VolumeTopology? Of(PersistentVolume volume)
    {
        if (volume.NodeAffinity is not { } selector) return null;
        if (bySelector.TryGetValue(selector, out VolumeTopology? known)) return known;
        string text = Text(selector);
        if (!byText.TryGetValue(text, out known)) byText.Add(text, known = new(byText.Count, selector, nodes));
        bySelector.Add(selector, known);
        return known;
    }

    /// <summary>The nodes that reach a volume. The set is good until the next call.</summary>
    public NodeSet Rows(VolumeTopology topology) => rows.Rows(topology.Id, topology);

    // Each text with its length before it: no two selectors look the same.
    private static string Text(NodeSelector selector)
    {
        StringBuilder text = new();
        foreach (NodeSelectorTerm term in selector.Terms)
        {
            text.Append('t');
            foreach (SelectorRequirement expression in term.MatchExpressions) Append(text.Append('e'), expression);
            foreach (SelectorRequirement field in term.MatchFields) Append(text.Append('f'), field);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, SelectorRequirement requirement)
    {
        foreach (string part in (ReadOnlySpan<string>)[requirement.Key, requirement.Operator, .. requirement.Values])
            text.Append(part.Length).Append(':').Append(part);
    }
}
