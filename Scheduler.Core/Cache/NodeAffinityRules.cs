using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>
/// What a pod demands of its node: <c>spec.nodeSelector</c> and required node affinity together (docs/semantics.md 1.6). Interned: pods that
/// demand the same share one instance, so the answer for all nodes can be kept per <see cref="Id"/>.
/// </summary>
public sealed class RequiredNodeAffinity
{
    internal RequiredNodeAffinity(int id, StringMap? nodeSelector, NodeSelector? required)
    {
        Id = id;
        NodeSelector = nodeSelector;
        Required = required is null ? null : new(required);
    }

    /// <summary>Number within the cluster; 0 is a pod that demands nothing and writes nothing.</summary>
    public int Id { get; }

    /// <summary>Pairs that the node's labels must contain; null where not written.</summary>
    public StringMap? NodeSelector { get; }

    /// <summary>Null where not written.</summary>
    public NodeSelectorMatcher? Required { get; }

    /// <summary>True where something was written, be it the empty <c>nodeSelector: {}</c>.</summary>
    public bool IsWritten => NodeSelector is not null || Required is not null;

    /// <summary>True where every node matches.</summary>
    public bool MatchesEverything => NodeSelector is null or { Count: 0 } && Required is null;

    /// <summary>True where the node matches.</summary>
    public bool Matches(NodeView node) => MatchesEverything || Matches(node.Labels, node.Name);

    /// <summary>True where a node of these labels and this name matches.</summary>
    public bool Matches(StringMap labels, string nodeName)
    {
        if (NodeSelector is not null)
        {
            foreach (ref readonly KeyValuePair<string, string> pair in NodeSelector.Pairs)
                if (labels[pair.Key] != pair.Value) return false;
        }

        return Required is null || Required.Matches(labels, nodeName);
    }

    /// <summary>The live rows that match, as <see cref="Matches(NodeView)"/> says row by row.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="found">Becomes the set of these rows.</param>
    /// <param name="ofTerm">Space for the rows of a term.</param>
    /// <param name="scratch">Space for an answer a value.</param>
    public void FindRows(NodeTable nodes, NodeSet found, NodeSet ofTerm, ref bool[] scratch)
    {
        if (Required is null) found.CopyFrom(nodes.Live);
        else Required.FindRows(nodes, found, ofTerm, ref scratch);
        if (NodeSelector is null) return;
        foreach (ref readonly KeyValuePair<string, string> pair in NodeSelector.Pairs)
        {
            if (nodes.FindLabelColumn(pair.Key) is { } column)
            {
                if (scratch.Length < column.ValueCount) scratch = new bool[Math.Max(column.ValueCount, scratch.Length * 2)];
                scratch.AsSpan(0, column.ValueCount).Clear();
                if (column.IdOf(pair.Value) is var id and >= 0) scratch[id] = true;
                column.KeepWhere(scratch, absent: false, found);
                continue;
            }

            foreach (int row in found)
                if (nodes.Labels(row)[pair.Key] != pair.Value) found.Remove(row);
        }
    }
}

/// <summary>The node affinity terms that a pod prefers. Interned as a whole and term by term.</summary>
public sealed class PreferredNodeAffinity
{
    /// <summary>Nothing written.</summary>
    public static readonly PreferredNodeAffinity None = new();

    /// <summary>Number within the cluster; 0 is <see cref="None"/>.</summary>
    public int Id { get; init; }

    /// <summary>True where the list was written, be it empty.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The terms that count: with a weight other than 0 and with requirements.</summary>
    public WeightedNodeTerm[] Terms { get; init; } = [];

    /// <summary>Why the terms cannot be used, or null.</summary>
    public string? Error { get; init; }
}

/// <summary>A preferred node affinity term with its weight.</summary>
public readonly record struct WeightedNodeTerm(int Weight, NodeSelectorTermMatcher Term);
