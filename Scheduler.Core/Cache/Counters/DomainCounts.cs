namespace Scheduler.Core.Cache.Counters;

/// <summary>The counts of a <see cref="PodCounter"/> added up per domain (value of a label), over the included nodes that have the label.</summary>
/// <remarks>
/// Invariant, for every domain d at any time: <c>Table[d] == Σ Pods[row] over rows with Rows[row] == d</c>. Placing a pod costs one addition here;
/// a decision reads the counts and the smallest of them.
/// </remarks>
public sealed class DomainCounts
{
    internal DomainCounts(PodCounter pods, DomainRows rows)
    {
        Pods = pods;
        Rows = rows;
        Table = new(rows.Sizes);
        Table.Grow(rows.Column.ValueCount);
        pods.AddTo(this);
        rows.Add(this);
    }

    public PodCounter Pods { get; }

    public DomainRows Rows { get; }

    /// <summary>The numbers, with room for every value of the column as of the last <see cref="Refresh"/>.</summary>
    public DomainTable Table { get; }

    /// <summary>True once it no longer moves: ask the counter for a new one.</summary>
    public bool IsDropped
    {
        get => field || Pods.IsDropped;
        internal set;
    }

    /// <summary>Takes in what has changed of the nodes. To be called before reading.</summary>
    public void Refresh()
    {
        Rows.Refresh();
        Table.Grow(Rows.Column.ValueCount);
    }

    internal void Add(int row, int change)
    {
        int domain = Rows[row];
        if (domain < 0) return;
        Table.Grow(domain + 1);
        Table.Add(domain, change);
    }

    internal void MoveRow(int row, int from, int to)
    {
        int pods = Pods[row];
        Table.Grow(Math.Max(from, to) + 1);
        Table.ForgetSmallest();
        if (pods == 0) return;
        if (from >= 0) Table.Add(from, -pods);
        if (to >= 0) Table.Add(to, pods);
    }
}
