namespace Scheduler.Host.Store.Local;

/// <summary>The entries that expire, soonest first. Holds exactly the current ones.</summary>
internal sealed class Expiries
{
    private readonly SortedSet<StoreEntry> _soonestFirst = new(Comparer<StoreEntry>.Create(Compare));

    public void Add(StoreEntry entry)
    {
        if (entry.ExpiresAtMs != 0)
            _soonestFirst.Add(entry);
    }

    public void Replace(StoreEntry? previous, StoreEntry? next)
    {
        if (previous is { ExpiresAtMs: not 0 })
            _soonestFirst.Remove(previous);
        if (next is not null)
            Add(next);
    }

    public IReadOnlyList<StoreEntry> Due(long nowMs, int most) =>
        [.. _soonestFirst.TakeWhile(entry => entry.ExpiresAtMs <= nowMs).Take(most)];

    private static int Compare(StoreEntry left, StoreEntry right)
    {
        int byTime = left.ExpiresAtMs.CompareTo(right.ExpiresAtMs);
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Key, right.Key);
    }
}
