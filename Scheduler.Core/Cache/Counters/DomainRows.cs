namespace Scheduler.Core.Cache.Counters;

/// <summary>The domain that each included row is accounted to, for all counts by one label over one inclusion.</summary>
/// <remarks>
/// A row stays accounted to the domain it was last read in, and all readers with it, until <see cref="Refresh"/> replays the changes of node shapes:
/// then every reader moves the row's pods from the old domain to the new one.
/// </remarks>
public sealed class DomainRows
{
    private readonly NodeTable nodes;
    private readonly List<DomainCounts> readers = [];
    private int[] domainOfRow = [];
    private int emptyDomain = LabelColumn.Absent;
    private long readUpTo;

    internal DomainRows(LabelColumn column, IncludedNodes included, bool absentIsEmpty, NodeTable nodes)
    {
        Column = column;
        Included = included;
        AbsentIsEmpty = absentIsEmpty;
        this.nodes = nodes;
        ReadAll();
    }

    public LabelColumn Column { get; }

    public IncludedNodes Included { get; }

    /// <summary>True where a node without the label counts as one whose value is empty (and, while no node has an empty value, not at all).</summary>
    public bool AbsentIsEmpty { get; }

    /// <summary>Number of rows by domain.</summary>
    public DomainSizes Sizes { get; } = new();

    /// <summary>The accounted domain of a row; absent where it was never looked at.</summary>
    public int this[int row] => (uint)row < (uint)domainOfRow.Length ? domainOfRow[row] : LabelColumn.Absent;

    /// <summary>Takes in what has changed of the nodes.</summary>
    public void Refresh()
    {
        Included.Refresh();
        ChangeLog log = nodes.ShapeChanges;
        if (AbsentIsEmpty && emptyDomain != Column.IdOf("")) ReadAll();
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                ReadAll();
                return;
            }

            readUpTo++;
            Read(change.Row);
        }
    }

    internal void Add(DomainCounts reader) => readers.Add(reader);

    internal void Remove(DomainCounts reader) => readers.Remove(reader);

    internal void RemoveDropped() => readers.RemoveAll(reader => reader.IsDropped);

    private void ReadAll()
    {
        Included.Refresh();
        readUpTo = nodes.ShapeChanges.Latest;
        if (AbsentIsEmpty) emptyDomain = Column.IdOf("");
        for (int row = 0; row < nodes.RowCount; row++) Read(row);
    }

    private void Read(int row)
    {
        int size = domainOfRow.Length;
        if (row >= size)
        {
            Array.Resize(ref domainOfRow, Math.Max(nodes.RowCount, size * 2));
            domainOfRow.AsSpan(size).Fill(LabelColumn.Absent);
        }

        int old = domainOfRow[row];
        int domain = Included.Rows.Contains(row) ? Column[row] : LabelColumn.Absent;
        if (AbsentIsEmpty && domain < 0 && Included.Rows.Contains(row)) domain = emptyDomain;
        if (old == domain) return;
        domainOfRow[row] = domain;
        if (old >= 0) Sizes.RemoveRow(old);
        if (domain >= 0) Sizes.AddRow(domain);
        foreach (DomainCounts reader in readers) reader.MoveRow(row, old, domain);
    }
}
