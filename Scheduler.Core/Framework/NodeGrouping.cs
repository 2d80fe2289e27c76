using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;

namespace Scheduler.Core.Framework;

/// <summary>
/// A plugin whose answers for a pod depend on a node only through a few things that many nodes share: the domain of a zone, a count per host. Nodes that
/// agree in all of them get one answer, so it is asked once a group.
/// </summary>
public interface IGroupsNodes : IPlugin
{
    /// <summary>
    /// Names what tells nodes apart for the pod that PreFilter has just been called for, in Filter and Score alike. False: there is no telling, every
    /// node must be asked.
    /// </summary>
    bool Group(PodInfo pod, NodeGrouping by);
}

/// <summary>PreScore for a plugin that <see cref="IGroupsNodes"/>, where it reads the feasible nodes: they come as groups.</summary>
public interface IGroupedPreScore : IGroupsNodes, IPreScore
{
    /// <summary>As <see cref="IPreScore.PreScore"/>; every group stands for nodes that agree in what <see cref="IGroupsNodes.Group"/> named.</summary>
    Status PreScore(PodInfo pod, FeasibleGroups feasible);
}

/// <summary>The feasible nodes as groups.</summary>
public readonly ref struct FeasibleGroups(ReadOnlySpan<NodeGroup> groups, int nodeCount)
{
    /// <summary>The groups; none is empty.</summary>
    public ReadOnlySpan<NodeGroup> Groups { get; } = groups;

    /// <summary>Number of nodes in all groups together.</summary>
    public int NodeCount { get; } = nodeCount;
}

/// <summary>A group of feasible nodes.</summary>
/// <param name="Row">Any of its nodes.</param>
/// <param name="Count">How many they are.</param>
public readonly record struct NodeGroup(int Row, int Count);

/// <summary>What tells nodes apart for one pod. Belongs to the engine and is used again for the next pod.</summary>
public sealed class NodeGrouping
{
    /// <summary>A column of so few values is told apart by value, whatever is counted by them: then groups stay when counts move.</summary>
    public const int FewValues = 64;

    private readonly List<Criterion> criteria = [];

    /// <summary>What was named, in order, each once.</summary>
    public IReadOnlyList<Criterion> Criteria => criteria;

    /// <summary>Starts over.</summary>
    public void Clear() => criteria.Clear();

    /// <summary>The answer depends on the node's value of a label. False where there are so many values that groups do not pay.</summary>
    public bool ByDomain(LabelColumn column)
    {
        Add(new() { Column = column });
        return column.ValueCount <= FewValues;
    }

    /// <summary>The answer depends on a count of the node's value of a label.</summary>
    /// <param name="column">The label.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="source">What the numbers follow from besides the nodes; equal sources, equal numbers. The table itself where it is kept.</param>
    /// <param name="tag">Tells apart what one source has several of.</param>
    public void ByCount(LabelColumn column, DomainTable counts, object? source = null, long tag = 0) => Add(column.ValueCount <= FewValues
        ? new() { Column = column }
        : new() { Column = column, Source = source ?? counts, Tag = tag, Table = counts });

    /// <inheritdoc cref="ByCount(LabelColumn, DomainTable, object?, long)"/>
    public void ByCount(LabelColumn column, Tally counts) => Add(column.ValueCount <= FewValues
        ? new() { Column = column }
        : new() { Column = column, Source = counts, Tally = counts });

    /// <summary>The answer depends on a count of the node itself, where the node has the label.</summary>
    public void ByRow(LabelColumn column, Tally rows) => Add(new() { Column = column, Source = rows, Tally = rows, IsByRow = true });

    /// <summary>
    /// Moves counts that are zero on nearly all nodes to another list. What stays in their place is whether a node has the label at all: it is the same for
    /// most pods, so that they share their groups, and the few nodes with a count stand beside.
    /// </summary>
    internal void SplitOffFew(List<Criterion> few)
    {
        for (int i = 0; i < criteria.Count; i++)
        {
            if (criteria[i].Tally is not { Dense: null }) continue;
            few.Add(criteria[i]);
            criteria[i] = criteria[i].Presence();
            if (criteria.IndexOf(criteria[i]) < i) criteria.RemoveAt(i--);
        }
    }

    private void Add(in Criterion criterion)
    {
        foreach (Criterion known in criteria)
            if (known.Equals(criterion)) return;
        criteria.Add(criterion);
    }

    /// <summary>One thing that tells nodes apart. Equal criteria have equal numbers on equal nodes.</summary>
    public readonly struct Criterion : IEquatable<Criterion>
    {
        /// <summary>The number of a node without the label.</summary>
        public const long Missing = -1L << 32;

        private static readonly object Present = new();

        /// <summary>The label by which nodes are told apart.</summary>
        public LabelColumn Column { get; init; }

        /// <summary>Null: by the value itself.</summary>
        public object? Source { get; init; }

        public long Tag { get; init; }

        internal DomainTable? Table { get; init; }

        internal Tally? Tally { get; init; }

        /// <summary>True where the count belongs to the row and not to the value of the label.</summary>
        public bool IsByRow { get; init; }

        /// <summary>True where a number is read and not the value itself.</summary>
        public bool HasNumbers => Source is not null;

        /// <summary>True where pods that come and go change it.</summary>
        public bool Moves => HasNumbers && !ReferenceEquals(Source, Present);

        /// <summary>What the row is told apart by.</summary>
        public long NumberOf(int row)
        {
            int domain = Column[row];
            if (domain < 0) return Missing;
            int id = IsByRow ? row : domain;
            return Table is not null ? Table[id] : Tally is not null ? Tally[id] : HasNumbers ? 0 : domain;
        }

        /// <summary>Whether a node has the label at all.</summary>
        internal Criterion Presence() => new() { Column = Column, Source = Present, IsByRow = IsByRow };

        /// <inheritdoc/>
        public bool Equals(Criterion other) =>
            ReferenceEquals(Column, other.Column) && ReferenceEquals(Source, other.Source) && Tag == other.Tag && IsByRow == other.IsByRow;

        /// <inheritdoc/>
        public override bool Equals(object? other) => other is Criterion criterion && Equals(criterion);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Column, Source, Tag, IsByRow);
    }
}
