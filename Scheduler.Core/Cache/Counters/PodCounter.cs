namespace Scheduler.Core.Cache.Counters;

/// <summary>How many pods on each row answer a question with yes; kept by plus and minus one as pods come and go.</summary>
/// <remarks>
/// Invariant: <c>this[row] == number of pods on the row that count</c>, pods that are on a row only for a moment
/// (<see cref="Cluster.Try"/>) left out: whoever tries something keeps the difference himself.
/// </remarks>
public sealed class PodCounter
{
    private const int DomainsMax = 32;

    private readonly List<DomainCounts> domains = [];
    private readonly Tally rows = new();

    internal PodCounter(PodQuestion question) => Question = question;

    public PodQuestion Question { get; }

    /// <summary>True once the counter has been dropped for want of use: it no longer moves, ask for a new one.</summary>
    public bool IsDropped { get; internal set; }

    /// <summary>When it was last asked for, in uses of all counters.</summary>
    internal long LastUse { get; set; }

    /// <summary>The counts by row.</summary>
    public Tally Rows => rows;

    /// <summary>The count of a row.</summary>
    public int this[int row] => rows[row];

    /// <summary>The counts added up by the domains of rows.</summary>
    public DomainCounts By(DomainRows by)
    {
        foreach (DomainCounts known in domains)
            if (known.Rows == by) return known;
        if (domains.Count == DomainsMax)
        {
            domains[0].IsDropped = true;
            domains[0].Rows.Remove(domains[0]);
            domains.RemoveAt(0);
        }

        DomainCounts made = new(this, by);
        domains.Add(made);
        return made;
    }

    /// <summary>True where this pod counts, given that its class does.</summary>
    internal bool Counts(PodInfo pod) => !(pod.IsTerminating && Question.SkipsTerminating);

    internal void Add(int row, int change)
    {
        rows.Add(row, change);
        foreach (DomainCounts counts in domains) counts.Add(row, change);
    }

    /// <summary>Adds what is counted so far to new domain counts.</summary>
    internal void AddTo(DomainCounts counts)
    {
        foreach ((int row, int pods) in rows) counts.Add(row, pods);
    }
}
