namespace Scheduler.Core.Cache.Counters;

/// <summary>A number of pods per domain id of a label, with the smallest over the domains that have rows.</summary>
/// <remarks>Changing one domain costs O(1); the smallest is looked for only when the last domain that had it has moved up.</remarks>
public sealed class DomainTable
{
    private int[] counts = [];
    private DomainSizes sizes;
    private int smallest;

    // Number of domains with the smallest count; 0: not known.
    private int smallestTimes;

    /// <param name="sizes">Which domains have rows; its owner calls <see cref="ForgetSmallest"/> when that changes.</param>
    public DomainTable(DomainSizes? sizes = null) => this.sizes = sizes ?? new();

    /// <summary>Number of domains with rows.</summary>
    public int DomainCount => sizes.DomainCount;

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
    public bool HasDomain(int domain) => sizes.Has(domain);

    /// <summary>Starts from no pods, with room for so many domains and the rows that <paramref name="newSizes"/> tells.</summary>
    public void Reset(int domains, DomainSizes newSizes)
    {
        counts.AsSpan().Clear();
        sizes = newSizes;
        (Total, smallestTimes) = (0, 0);
        Grow(domains);
    }

    /// <summary>Makes room for so many domains.</summary>
    public void Grow(int domains)
    {
        if (counts.Length < domains) Array.Resize(ref counts, Math.Max(domains, counts.Length * 2));
    }

    /// <summary>Becomes a copy of another table, over the same rows.</summary>
    public void CopyFrom(DomainTable other)
    {
        Reset(other.counts.Length, other.sizes);
        other.counts.CopyTo(counts, 0);
        (Total, smallest, smallestTimes) = (other.Total, other.smallest, other.smallestTimes);
    }

    /// <summary>Pods came to a domain or went.</summary>
    public void Add(int domain, int change)
    {
        int old = counts[domain];
        counts[domain] = old + change;
        Total += change;
        if (smallestTimes == 0 || !sizes.Has(domain)) return;
        if (old == smallest) smallestTimes--;
        if (old + change < smallest) (smallest, smallestTimes) = (old + change, 1);
        else if (old + change == smallest) smallestTimes++;
    }

    /// <summary>Adds the numbers of a tally.</summary>
    public void Add(Tally tally)
    {
        smallestTimes = 0;
        tally.AddTo(counts, 1);
        Total += tally.Total;
    }

    /// <summary>Domains got their first row or lost their last.</summary>
    public void ForgetSmallest() => smallestTimes = 0;

    private void FindSmallest()
    {
        smallest = int.MaxValue;
        ReadOnlySpan<int> rows = sizes.Rows;
        int length = Math.Min(rows.Length, counts.Length);
        for (int domain = 0; domain < length; domain++)
        {
            if (rows[domain] == 0 || counts[domain] > smallest) continue;
            if (counts[domain] < smallest) smallestTimes = 0;
            smallest = counts[domain];
            smallestTimes++;
        }
    }
}
