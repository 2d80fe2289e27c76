namespace Scheduler.Core.Cache.Counters;

/// <summary>Numbers of pods and of rows per domain id of a label, with the smallest number of pods over the domains that have rows.</summary>
/// <remarks>Changing one domain costs O(1); the smallest is looked for only when the last domain that had it has moved up.</remarks>
public sealed class DomainTable
{
    private int[] counts = [];
    private int[] rows = [];
    private int smallest;

    // Number of domains with the smallest count; 0: not known.
    private int smallestTimes;

    /// <summary>Number of domains with rows.</summary>
    public int DomainCount { get; private set; }

    /// <summary>Number of pods in all domains together.</summary>
    public long Total { get; private set; }

    /// <summary>The number of pods by domain id. Good until the next change.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>The smallest number of pods of a domain with rows; <see cref="int.MaxValue"/> where there is none.</summary>
    public int Smallest
    {
        get
        {
            if (smallestTimes == 0) FindSmallest();
            return smallest;
        }
    }

    /// <summary>The number of pods of a domain; 0 for an id that was never heard of, or "absent".</summary>
    public int this[int domain] => (uint)domain < (uint)counts.Length ? counts[domain] : 0;

    /// <summary>True where the domain has rows.</summary>
    public bool HasDomain(int domain) => (uint)domain < (uint)rows.Length && rows[domain] > 0;

    /// <summary>Starts from nothing, with room for so many domains.</summary>
    public void Reset(int domains)
    {
        counts.AsSpan().Clear();
        rows.AsSpan().Clear();
        (DomainCount, Total, smallestTimes) = (0, 0, 0);
        Grow(domains);
    }

    /// <summary>Makes room for so many domains.</summary>
    public void Grow(int domains)
    {
        if (counts.Length >= domains) return;
        int size = Math.Max(domains, counts.Length * 2);
        Array.Resize(ref counts, size);
        Array.Resize(ref rows, size);
    }

    /// <summary>Becomes a copy of another table.</summary>
    public void CopyFrom(DomainTable other)
    {
        Reset(other.counts.Length);
        other.counts.CopyTo(counts, 0);
        other.rows.CopyTo(rows, 0);
        (DomainCount, Total, smallest, smallestTimes) = (other.DomainCount, other.Total, other.smallest, other.smallestTimes);
    }

    /// <summary>Pods came to a domain or went.</summary>
    public void Add(int domain, int change)
    {
        int old = counts[domain];
        counts[domain] = old + change;
        Total += change;
        if (smallestTimes == 0 || rows[domain] == 0) return;
        if (old == smallest) smallestTimes--;
        if (old + change < smallest) (smallest, smallestTimes) = (old + change, 1);
        else if (old + change == smallest) smallestTimes++;
    }

    /// <summary>A row with so many pods came to a domain.</summary>
    public void AddRow(int domain, int pods)
    {
        smallestTimes = 0;
        counts[domain] += pods;
        Total += pods;
        if (rows[domain]++ == 0) DomainCount++;
    }

    /// <summary>A row with so many pods left a domain.</summary>
    public void RemoveRow(int domain, int pods)
    {
        smallestTimes = 0;
        counts[domain] -= pods;
        Total -= pods;
        if (--rows[domain] == 0) DomainCount--;
    }

    /// <summary>Adds the numbers of a tally.</summary>
    public void Add(Tally tally)
    {
        smallestTimes = 0;
        tally.AddTo(counts, 1);
        Total += tally.Total;
    }

    private void FindSmallest()
    {
        smallest = int.MaxValue;
        for (int domain = 0; domain < counts.Length; domain++)
        {
            if (rows[domain] == 0 || counts[domain] > smallest) continue;
            if (counts[domain] < smallest) smallestTimes = 0;
            smallest = counts[domain];
            smallestTimes++;
        }
    }
}
