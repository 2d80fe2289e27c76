namespace Scheduler.Core.Cache.Counters;

/// <summary>
/// Numbers per domain as one cycle sees them: those of a counter until pods are tried on nodes, from then on a copy that is changed instead.
/// Belongs to a plugin, which uses it again for the next pod.
/// </summary>
public sealed class TrialCounts
{
    private readonly DomainSizes ownSizes = new();
    private readonly DomainTable own = new();

    /// <summary>The numbers.</summary>
    public DomainTable Table { get; private set; } = new();

    /// <summary>The label whose values are the domains.</summary>
    public LabelColumn Column { get; private set; } = null!;

    /// <summary>Reads a counter's numbers.</summary>
    public void Borrow(LabelColumn column, DomainTable kept) => (Column, Table) = (column, kept);

    /// <summary>Starts a table of its own: no pods, no rows.</summary>
    public void Start(LabelColumn column)
    {
        ownSizes.Reset();
        own.Reset(column.ValueCount, ownSizes);
        (Column, Table) = (column, own);
    }

    /// <summary>A row with so many pods belongs to a domain; only after <see cref="Start"/>.</summary>
    public void AddRow(int domain, int pods)
    {
        ownSizes.AddRow(domain);
        own.ForgetSmallest();
        own.Add(domain, pods);
    }

    /// <summary>Adds the numbers of a tally.</summary>
    public void Add(Tally tally)
    {
        BecomeOwn();
        own.Add(tally);
    }

    /// <summary>A pod is tried in a domain, or one of it is taken away.</summary>
    public void Add(int domain, int change)
    {
        BecomeOwn();
        own.Grow(domain + 1);
        own.Add(domain, change);
    }

    private void BecomeOwn()
    {
        if (Table == own) return;
        own.CopyFrom(Table);
        own.Grow(Column.ValueCount);
        Table = own;
    }
}
