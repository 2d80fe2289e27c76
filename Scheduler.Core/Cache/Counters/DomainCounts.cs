namespace Scheduler.Core.Cache.Counters;

/// <summary>The counts of a <see cref="PodCounter"/> added up per domain (value of a label), over the included nodes that have the label.</summary>
/// <remarks>
/// <para>A row is accounted to the domain noted for it in <c>domainOfRow</c>, which <see cref="Refresh"/> brings up to date. So for every domain d,
/// at any time: <c>Table[d] == Σ pods[row] over rows with domainOfRow[row] == d</c>, and the table has just these rows.</para>
/// <para>Placing a pod costs one addition here; a decision reads the counts and the smallest of them.</para>
/// </remarks>
public sealed class DomainCounts
{
    private readonly NodeTable nodes;
    private readonly bool absentIsEmpty;
    private readonly DomainTable table = new();
    private int[] domainOfRow = [];
    private int emptyDomain = LabelColumn.Absent;
    private long readUpTo;

    internal DomainCounts(PodCounter pods, LabelColumn column, IncludedNodes included, bool absentIsEmpty, NodeTable nodes)
    {
        Pods = pods;
        Column = column;
        Included = included;
        this.absentIsEmpty = absentIsEmpty;
        this.nodes = nodes;
        Rebuild();
    }

    public PodCounter Pods { get; }

    public LabelColumn Column { get; }

    public IncludedNodes Included { get; }

    /// <summary>True where a node without the label counts as one whose value is empty (and no node with an empty value: not at all).</summary>
    public bool AbsentIsEmpty => absentIsEmpty;

    /// <summary>True once it no longer moves: ask the counter for a new one.</summary>
    public bool IsDropped
    {
        get => field || Pods.IsDropped;
        internal set;
    }

    /// <summary>The numbers, with room for every value of the column as of the last <see cref="Refresh"/>.</summary>
    public DomainTable Table => table;

    /// <summary>Takes in what has changed of the nodes. To be called before reading.</summary>
    public void Refresh()
    {
        Included.Refresh();
        ChangeLog log = nodes.ShapeChanges;
        if (absentIsEmpty && emptyDomain != Column.IdOf("")) Rebuild();
        table.Grow(Column.ValueCount);
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                Rebuild();
                return;
            }

            readUpTo++;
            GrowRows();
            Move(change.Row);
        }
    }

    internal void Add(int row, int change)
    {
        // A row that was never looked at is accounted to no domain until the next refresh.
        int domain = row < domainOfRow.Length ? domainOfRow[row] : LabelColumn.Absent;
        if (domain >= 0) table.Add(domain, change);
    }

    private void Rebuild()
    {
        Included.Refresh();
        readUpTo = nodes.ShapeChanges.Latest;
        if (absentIsEmpty) emptyDomain = Column.IdOf("");
        GrowRows();
        domainOfRow.AsSpan().Fill(LabelColumn.Absent);
        table.Reset(Column.ValueCount);
        for (int row = 0; row < nodes.RowCount; row++) Move(row);
    }

    private void Move(int row)
    {
        int old = domainOfRow[row];
        int domain = Included.Rows.Contains(row) ? Column[row] : LabelColumn.Absent;
        if (absentIsEmpty && domain < 0 && Included.Rows.Contains(row)) domain = emptyDomain;
        if (old == domain) return;
        domainOfRow[row] = domain;
        if (old >= 0) table.RemoveRow(old, Pods[row]);
        if (domain >= 0) table.AddRow(domain, Pods[row]);
    }

    private void GrowRows()
    {
        int rows = domainOfRow.Length;
        if (rows >= nodes.RowCount) return;
        Array.Resize(ref domainOfRow, Math.Max(nodes.RowCount, rows * 2));
        domainOfRow.AsSpan(rows).Fill(LabelColumn.Absent);
    }
}
