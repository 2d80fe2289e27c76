namespace Scheduler.Core.Cache.Counters;

/// <summary>How many pods on each row answer a question with yes; kept by plus and minus one as pods come and go.</summary>
/// <remarks>
/// Invariant: <c>this[row] == number of pods on the row that count</c>, pods that are on a row only for a moment
/// (<see cref="Cluster.Try"/>) left out: whoever tries something keeps the difference himself.
/// </remarks>
public sealed class PodCounter
{
    private const int DomainsMax = 32;

    private readonly NodeTable nodes;
    private readonly List<DomainCounts> domains = [];
    private int[] byRow;

    internal PodCounter(PodQuestion question, NodeTable nodes)
    {
        Question = question;
        this.nodes = nodes;
        byRow = new int[nodes.RowCount];
    }

    public PodQuestion Question { get; }

    /// <summary>True once the counter has been dropped for want of use: it no longer moves, ask for a new one.</summary>
    public bool IsDropped { get; internal set; }

    /// <summary>When it was last asked for, in uses of all counters.</summary>
    internal long LastUse { get; set; }

    /// <summary>The count of a row.</summary>
    public int this[int row] => (uint)row < (uint)byRow.Length ? byRow[row] : 0;

    /// <summary>The counts of all rows.</summary>
    public ReadOnlySpan<int> ByRow
    {
        get
        {
            Grow(nodes.RowCount);
            return byRow.AsSpan(0, nodes.RowCount);
        }
    }

    /// <summary>The counts added up by the values of a label, over the nodes that are included.</summary>
    /// <param name="column">The label.</param>
    /// <param name="included">The nodes that count.</param>
    /// <param name="absentIsEmpty">Whether a node without the label counts as one with the empty value.</param>
    public DomainCounts By(LabelColumn column, IncludedNodes included, bool absentIsEmpty = false)
    {
        foreach (DomainCounts known in domains)
            if (known.Column == column && known.Included == included && known.AbsentIsEmpty == absentIsEmpty) return known;
        if (domains.Count == DomainsMax)
        {
            domains[0].IsDropped = true;
            domains.RemoveAt(0);
        }

        DomainCounts made = new(this, column, included, absentIsEmpty, nodes);
        domains.Add(made);
        return made;
    }

    /// <summary>True where this pod counts, given that its class does.</summary>
    internal bool Counts(PodInfo pod) => !(pod.IsTerminating && Question.SkipsTerminating);

    internal void Add(int row, int change)
    {
        Grow(row + 1);
        byRow[row] += change;
        foreach (DomainCounts counts in domains) counts.Add(row, change);
    }

    private void Grow(int rows)
    {
        if (byRow.Length < rows) Array.Resize(ref byRow, Math.Max(nodes.RowCount, rows));
    }
}
