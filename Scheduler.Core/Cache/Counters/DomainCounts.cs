namespace Scheduler.Core.Cache.Counters;

/// <summary>The counts of a <see cref="PodCounter"/> added up per domain (value of a label), over the included nodes that have the label.</summary>
/// <remarks>
/// <para>A row is accounted to the domain noted for it in <c>domainOfRow</c>, which <see cref="Refresh"/> brings up to date. So for every domain d,
/// at any time: <c>Counts[d] == Σ pods[row] over rows with domainOfRow[row] == d</c> and <c>rowsOfDomain[d] == number of such rows</c>.</para>
/// <para>Placing a pod costs one addition here; a decision reads the counts and the smallest of them.</para>
/// </remarks>
public sealed class DomainCounts
{
    private readonly NodeTable nodes;
    private int[] counts = [];
    private int[] rowsOfDomain = [];
    private int[] domainOfRow = [];
    private long readUpTo;
    private int smallest;
    private int smallestTimes;

    internal DomainCounts(PodCounter pods, LabelColumn column, IncludedNodes included, NodeTable nodes)
    {
        Pods = pods;
        Column = column;
        Included = included;
        this.nodes = nodes;
        Rebuild();
    }

    public PodCounter Pods { get; }

    public LabelColumn Column { get; }

    public IncludedNodes Included { get; }

    /// <summary>True once it no longer moves: ask the counter for a new one.</summary>
    public bool IsDropped
    {
        get => field || Pods.IsDropped;
        internal set;
    }

    /// <summary>Number of domains that some included node is in, those without pods too.</summary>
    public int DomainCount { get; private set; }

    /// <summary>Number of pods in all domains together.</summary>
    public long Total { get; private set; }

    /// <summary>The count of every domain id; at least as long as the column has values. Good until the next change.</summary>
    public int[] Counts => counts;

    /// <summary>The smallest count of a domain; <see cref="int.MaxValue"/> where there is no domain.</summary>
    public int Smallest
    {
        get
        {
            if (smallestTimes == 0) FindSmallest();
            return smallest;
        }
    }

    /// <summary>True where some included node is in the domain.</summary>
    public bool HasDomain(int domain) => domain >= 0 && rowsOfDomain[domain] > 0;

    /// <summary>Takes in what has changed of the nodes. To be called before reading.</summary>
    public void Refresh()
    {
        Included.Refresh();
        ChangeLog log = nodes.ShapeChanges;
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                Rebuild();
                return;
            }

            readUpTo++;
            Grow();
            Move(change.Row);
        }

        if (counts.Length < Column.ValueCount) Grow();
    }

    internal void Add(int row, int change)
    {
        // A row that was never looked at is accounted to no domain until the next refresh.
        int domain = row < domainOfRow.Length ? domainOfRow[row] : LabelColumn.Absent;
        if (domain < 0) return;
        int old = counts[domain];
        counts[domain] = old + change;
        Total += change;
        if (smallestTimes == 0) return;
        if (old == smallest) smallestTimes--;
        if (old + change < smallest)
        {
            smallest = old + change;
            smallestTimes = 1;
        }
        else if (old + change == smallest)
        {
            smallestTimes++;
        }
    }

    private void Rebuild()
    {
        Included.Refresh();
        readUpTo = nodes.ShapeChanges.Latest;
        Grow();
        counts.AsSpan().Clear();
        rowsOfDomain.AsSpan().Clear();
        domainOfRow.AsSpan().Fill(LabelColumn.Absent);
        (DomainCount, Total) = (0, 0);
        for (int row = 0; row < nodes.RowCount; row++) Move(row);
    }

    private void Move(int row)
    {
        int old = domainOfRow[row];
        int domain = Included.Rows.Contains(row) ? Column[row] : LabelColumn.Absent;
        if (old == domain) return;
        int pods = Pods[row];
        smallestTimes = 0;
        domainOfRow[row] = domain;
        if (old >= 0)
        {
            counts[old] -= pods;
            Total -= pods;
            if (--rowsOfDomain[old] == 0) DomainCount--;
        }

        if (domain < 0) return;
        counts[domain] += pods;
        Total += pods;
        if (rowsOfDomain[domain]++ == 0) DomainCount++;
    }

    private void FindSmallest()
    {
        smallest = int.MaxValue;
        for (int domain = 0; domain < counts.Length; domain++)
        {
            if (rowsOfDomain[domain] == 0 || counts[domain] > smallest) continue;
            if (counts[domain] < smallest) smallestTimes = 0;
            smallest = counts[domain];
            smallestTimes++;
        }
    }

    private void Grow()
    {
        int rows = domainOfRow.Length;
        if (rows < nodes.RowCount)
        {
            Array.Resize(ref domainOfRow, Math.Max(nodes.RowCount, rows * 2));
            domainOfRow.AsSpan(rows).Fill(LabelColumn.Absent);
        }

        if (counts.Length >= Column.ValueCount) return;
        int size = Math.Max(Column.ValueCount, counts.Length * 2);
        Array.Resize(ref counts, size);
        Array.Resize(ref rowsOfDomain, size);
    }
}
