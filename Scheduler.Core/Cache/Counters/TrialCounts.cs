namespace Scheduler.Core.Cache.Counters;

/// <summary>
/// Numbers per domain as one cycle sees them: those of a counter until pods are tried on nodes, from then on a copy that is changed instead.
/// Belongs to a plugin, which uses it again for the next pod.
/// </summary>
public sealed class TrialCounts
{
    private readonly DomainTable own = new();

    /// <summary>The numbers.</summary>
    public DomainTable Table { get; private set; } = new();

    /// <summary>The label whose values are the domains.</summary>
    public LabelColumn Column { get; private set; } = null!;

    /// <summary>Reads a counter's numbers.</summary>
    public void Borrow(LabelColumn column, DomainTable kept) => (Column, Table) = (column, kept);

    /// <summary>Starts a table of its own from nothing.</summary>
    public DomainTable Start(LabelColumn column)
    {
        own.Reset(column.ValueCount);
        (Column, Table) = (column, own);
        return own;
    }

    /// <summary>A pod is tried in a domain, or one of it is taken away.</summary>
    public void Add(int domain, int change)
    {
        if (Table != own)
        {
            own.CopyFrom(Table);
            Table = own;
        }

        own.Grow(domain + 1);
        own.Add(domain, change);
    }
}
