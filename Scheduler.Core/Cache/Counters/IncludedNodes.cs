namespace Scheduler.Core.Cache.Counters;

/// <summary>Which nodes take part in a count: those that carry all keys, match the node affinity, and have no untolerated taint.</summary>
/// <param name="Keys">Label keys that the node must carry, joined by a line feed; empty: none.</param>
/// <param name="Affinity">What the node must match; null: anything.</param>
/// <param name="Tolerations">Tolerations that its NoSchedule and NoExecute taints must meet; null: taints do not matter.</param>
/// <param name="ComparesTaints">Whether the operators Lt and Gt of tolerations mean anything.</param>
public sealed record NodeInclusion(string Keys, RequiredNodeAffinity? Affinity, TolerationSet? Tolerations, bool ComparesTaints)
{
    /// <summary>Every node.</summary>
    public static readonly NodeInclusion All = new("", null, null, false);

    private readonly string[] keys = Keys.Length == 0 ? [] : Keys.Split('\n');

    /// <summary>True where the node takes part.</summary>
    public bool Includes(NodeView node)
    {
        foreach (string key in keys)
            if (!node.Labels.ContainsKey(key)) return false;
        return Affinity?.Matches(node) != false && Tolerations?.ToleratesScheduling(node.Taints, ComparesTaints) != false;
    }

    /// <inheritdoc/>
    public bool Equals(NodeInclusion? other) =>
        other is not null && Keys == other.Keys && ReferenceEquals(Affinity, other.Affinity) && ReferenceEquals(Tolerations, other.Tolerations)
        && ComparesTaints == other.ComparesTaints;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Keys.GetHashCode(StringComparison.Ordinal), Affinity?.Id, Tolerations?.Id, ComparesTaints);
}

/// <summary>The rows of an inclusion, brought up to date by replaying the changes of node shapes.</summary>
public sealed class IncludedNodes
{
    private readonly NodeTable nodes;
    private long readUpTo;

    internal IncludedNodes(NodeInclusion inclusion, NodeTable nodes)
    {
        Inclusion = inclusion;
        this.nodes = nodes;
        Rebuild();
    }

    public NodeInclusion Inclusion { get; }

    /// <summary>The rows as of the last <see cref="Refresh"/>.</summary>
    public NodeSet Rows { get; } = new();

    /// <summary>Takes in what has changed since.</summary>
    public void Refresh()
    {
        ChangeLog log = nodes.ShapeChanges;
        if (readUpTo == log.Latest) return;
        Rows.Resize(nodes.RowCount);
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                Rebuild();
                return;
            }

            readUpTo++;
            Rows.Set(change.Row, nodes.Live.Contains(change.Row) && Inclusion.Includes(nodes[change.Row]));
        }
    }

    private void Rebuild()
    {
        readUpTo = nodes.ShapeChanges.Latest;
        Rows.Resize(nodes.RowCount);
        Rows.Clear();
        foreach (int row in nodes.Live)
            if (Inclusion.Includes(nodes[row])) Rows.Add(row);
    }
}
