namespace Scheduler.Host.Store.Local;

/// <summary>Gets and lists. The past is the present with the events since then undone.</summary>
internal sealed partial class StoreState
{
    public GetResult Get(string key, long revision)
    {
        Snapshot now = _current;
        if (revision == 0 || revision == now.Revision)
            return new(now.Map.Find(key), now.Revision);
        CheckReadable(revision, now);
        StoreEntry? entry = now.Map.Find(key);
        if (entry is null || entry.ModRevision > revision)
            entry = UndoneSince(revision, KeyRange.Parse(key), now.Revision).GetValueOrDefault(key, entry);
        CheckStillReadable(revision);
        return new(entry, revision);
    }

    public ListResult List(in ListRequest request)
    {
        Snapshot now = _current;
        KeyRange range = KeyRange.Parse(request.Range);
        long revision = request.Revision == 0 ? now.Revision : request.Revision;
        CheckReadable(revision, now);
        (EntryMap.Position from, EntryMap.Position to) = Bounds(now.Map, range, request.After);
        int count = now.Map.CountBetween(from, to);
        if (revision == now.Revision)
            return new(Page(now.Map, from, Limited(count, request.Limit)), revision, count);

        Dictionary<string, StoreEntry?> undone = UndoneSince(revision, range, now.Revision);
        CheckStillReadable(revision);
        return UndonePage(now.Map, from, to, undone, request, revision);
    }

    public long Count(string range)
    {
        EntryMap map = _current.Map;
        (EntryMap.Position from, EntryMap.Position to) = Bounds(map, KeyRange.Parse(range), null);
        return map.CountBetween(from, to);
    }

    private static (EntryMap.Position From, EntryMap.Position To) Bounds(EntryMap map, KeyRange range, string? after)
    {
        EntryMap.Position to = map.Seek(range.High);
        bool within = after is not null && string.CompareOrdinal(after, range.Low) >= 0;
        EntryMap.Position from = map.Seek(within ? after + '\0' : range.Low);
        bool beyond = within && string.CompareOrdinal(after, range.High) >= 0;
        return (beyond ? to : from, to);
    }

    private static int Limited(int count, int limit) => limit > 0 && limit < count ? limit : count;

    private static StoreEntry[] Page(EntryMap map, EntryMap.Position from, int count)
    {
        if (count == 0)
            return [];
        var page = new StoreEntry[count];
        map.CopyFrom(from, page);
        return page;
    }

    /// <summary>For each key of the range changed after <paramref name="revision"/>, up to <paramref name="now"/>: its entry at that revision.</summary>
    private Dictionary<string, StoreEntry?> UndoneSince(long revision, KeyRange range, long now)
    {
        EventLog.View log = Log;
        var undone = new Dictionary<string, StoreEntry?>();
        for (long position = log.Find(revision + 1); position < log.End; position++)
        {
            StoreEvent change = log[position];
            if (change.Revision > now)
                break;
            if (range.Contains(change.Key))
                undone.TryAdd(change.Key, change.Previous);
        }
        return undone;
    }

    /// <summary>Merges the entries that have not changed since with the former ones of those that have, until the page is full.</summary>
    private static ListResult UndonePage(
        EntryMap map, EntryMap.Position from, EntryMap.Position to,
        Dictionary<string, StoreEntry?> undone, in ListRequest request, long revision)
    {
        List<StoreEntry> former = FormerAfter(undone, request.After);
        int count = map.CountBetween(from, to) - CountIn(map, undone.Keys, request.After) + former.Count;
        var page = new StoreEntry[Limited(count, request.Limit)];
        for (int filled = 0, taken = 0; filled < page.Length;)
        {
            StoreEntry? current = from != to ? map.At(from) : null;
            if (current is not null && undone.ContainsKey(current.Key))
                from = map.Next(from);
            else if (taken < former.Count && (current is null || string.CompareOrdinal(former[taken].Key, current.Key) < 0))
                page[filled++] = former[taken++];
            else
            {
                page[filled++] = current!;
                from = map.Next(from);
            }
        }
        return new(page, revision, count);
    }

    private static int CountIn(EntryMap map, IEnumerable<string> keys, string? after) =>
        keys.Count(key => (after is null || string.CompareOrdinal(key, after) > 0) && map.Find(key) is not null);

    private static List<StoreEntry> FormerAfter(Dictionary<string, StoreEntry?> undone, string? after)
    {
        var former = new List<StoreEntry>();
        foreach (StoreEntry? entry in undone.Values)
        {
            if (entry is not null && (after is null || string.CompareOrdinal(entry.Key, after) > 0))
                former.Add(entry);
        }
        former.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return former;
    }

    private void CheckReadable(long revision, Snapshot now)
    {
        if (revision > now.Revision)
            throw new FutureRevisionException(revision, now.Revision);
        CheckStillReadable(revision);
    }

    /// <summary>Compaction may overtake a read of the past: then what it found is not to be trusted.</summary>
    private void CheckStillReadable(long revision)
    {
        if (revision < CompactRevision)
            throw new CompactedException(revision, CompactRevision);
    }
}
