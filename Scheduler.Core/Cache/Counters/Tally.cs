namespace Scheduler.Core.Cache.Counters;

/// <summary>A number per domain of which most are zero: few entries are kept as a list, many as an array.</summary>
/// <remarks>50,000 distinct terms over 5,000 host names would be 1 GB as arrays; as lists they are a few MB.</remarks>
public sealed class Tally
{
    private const int ListMax = 32;

    private int[] domains = [];
    private int[] values = [];
    private int listed;
    private int[]? dense;

    /// <summary>The sum of all numbers.</summary>
    public long Total { get; private set; }

    /// <summary>The whole array, by domain id, where there is one; it may be shorter than the column has values.</summary>
    public int[]? Dense => dense;

    /// <summary>The number of a domain.</summary>
    public int this[int domain]
    {
        get
        {
            if (dense is not null) return (uint)domain < (uint)dense.Length ? dense[domain] : 0;
            int i = domains.AsSpan(0, listed).IndexOf(domain);
            return i < 0 ? 0 : values[i];
        }
    }

    /// <summary>Changes the number of a domain.</summary>
    public void Add(int domain, int change)
    {
        Total += change;
        if (dense is not null)
        {
            if (domain >= dense.Length) Array.Resize(ref dense, Math.Max(domain + 1, dense.Length * 2));
            dense[domain] += change;
            return;
        }

        int i = domains.AsSpan(0, listed).IndexOf(domain);
        if (i < 0) Append(domain, change);
        else if ((values[i] += change) == 0) RemoveAt(i);
    }

    /// <summary>Adds every number, times a factor, to a column of sums by domain id.</summary>
    public void AddTo(Span<int> sums, int factor)
    {
        if (dense is null)
        {
            for (int i = 0; i < listed; i++) sums[domains[i]] += values[i] * factor;
            return;
        }

        int length = Math.Min(dense.Length, sums.Length);
        for (int domain = 0; domain < length; domain++) sums[domain] += dense[domain] * factor;
    }

    /// <inheritdoc cref="AddTo(Span{int}, int)"/>
    public void AddTo(Span<long> sums, long factor)
    {
        if (dense is null)
        {
            for (int i = 0; i < listed; i++) sums[domains[i]] += values[i] * factor;
            return;
        }

        int length = Math.Min(dense.Length, sums.Length);
        for (int domain = 0; domain < length; domain++) sums[domain] += dense[domain] * factor;
    }

    private void Append(int domain, int change)
    {
        if (change == 0) return;
        if (listed == ListMax)
        {
            ToArray();
            Total -= change;
            Add(domain, change);
            return;
        }

        if (listed == domains.Length)
        {
            Array.Resize(ref domains, Math.Max(4, listed * 2));
            Array.Resize(ref values, domains.Length);
        }

        (domains[listed], values[listed]) = (domain, change);
        listed++;
    }

    private void RemoveAt(int i)
    {
        listed--;
        (domains[i], values[i]) = (domains[listed], values[listed]);
    }

    private void ToArray()
    {
        int[] all = new int[domains.AsSpan(0, listed).ToArray().Max() + 1];
        for (int i = 0; i < listed; i++) all[domains[i]] = values[i];
        dense = all;
        (domains, values, listed) = ([], [], 0);
    }
}
