using System.Collections;

namespace Scheduler.Core.Cache.Counters;

/// <summary>A number per row or domain of which most are zero: few entries are kept as a list, many as an array.</summary>
/// <remarks>50,000 distinct terms over 5,000 host names would be 1 GB as arrays; as lists they are a few MB.</remarks>
public sealed class Tally : IEnumerable<(int Id, int Value)>
{
    private const int ListMax = 32;

    private int[] ids = [];
    private int[] values = [];
    private int listed;
    private DomainTable? dense;

    /// <summary>The sum of all numbers.</summary>
    public long Total { get; private set; }

    /// <summary>All numbers as a table, by id, where there are many; null where there are few. The ids may end before those that exist.</summary>
    public DomainTable? Dense => dense;

    /// <summary>The ids with a number other than zero, in no order, where there are few; empty where <see cref="Dense"/> has the numbers.</summary>
    public ReadOnlySpan<int> Few => ids.AsSpan(0, listed);

    /// <summary>The number of an id.</summary>
    public int this[int id]
    {
        get
        {
            if (dense is not null) return dense[id];
            int i = ids.AsSpan(0, listed).IndexOf(id);
            return i < 0 ? 0 : values[i];
        }
    }

    /// <summary>Changes the number of an id.</summary>
    public void Add(int id, int change)
    {
        if (change == 0) return;
        Total += change;
        if (dense is null)
        {
            int i = ids.AsSpan(0, listed).IndexOf(id);
            if (i >= 0)
            {
                if ((values[i] += change) == 0) RemoveAt(i);
                return;
            }

            if (listed < ListMax)
            {
                Append(id, change);
                return;
            }

            MakeDense();
        }

        dense!.Grow(id + 1);
        dense.Add(id, change);
    }

    /// <summary>Adds every number, times a factor, to a column of sums by id.</summary>
    public void AddTo(Span<int> sums, int factor)
    {
        if (dense is null)
        {
            for (int i = 0; i < listed; i++) sums[ids[i]] += values[i] * factor;
            return;
        }

        ReadOnlySpan<int> counts = dense.Counts;
        int length = Math.Min(counts.Length, sums.Length);
        for (int id = 0; id < length; id++) sums[id] += counts[id] * factor;
    }

    /// <inheritdoc cref="AddTo(Span{int}, int)"/>
    public void AddTo(Span<long> sums, long factor)
    {
        if (dense is null)
        {
            for (int i = 0; i < listed; i++) sums[ids[i]] += values[i] * factor;
            return;
        }

        ReadOnlySpan<int> counts = dense.Counts;
        int length = Math.Min(counts.Length, sums.Length);
        for (int id = 0; id < length; id++) sums[id] += counts[id] * factor;
    }

    /// <summary>The ids with a number other than zero; not for hot paths.</summary>
    public IEnumerator<(int Id, int Value)> GetEnumerator()
    {
        for (int i = 0; dense is null && i < listed; i++) yield return (ids[i], values[i]);
        for (int id = 0; dense is not null && id < dense.Counts.Length; id++)
            if (dense[id] != 0) yield return (id, dense[id]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Append(int id, int change)
    {
        if (listed == ids.Length)
        {
            Array.Resize(ref ids, Math.Max(4, listed * 2));
            Array.Resize(ref values, ids.Length);
        }

        (ids[listed], values[listed]) = (id, change);
        listed++;
    }

    private void RemoveAt(int i)
    {
        listed--;
        (ids[i], values[i]) = (ids[listed], values[listed]);
    }

    private void MakeDense()
    {
        dense = new();
        for (int i = 0; i < listed; i++)
        {
            dense.Grow(ids[i] + 1);
            dense.Add(ids[i], values[i]);
        }

        (ids, values, listed) = ([], [], 0);
    }
}
