namespace Scheduler.Host.Store.Local;

/// <summary>
/// The state as it will be when some writes have become durable: expectations are compared with it, revisions are given out in it, and
/// nobody sees it before <see cref="StoreState.Publish"/>.
/// </summary>
internal sealed class StoreDraft(EntryMap map, long revision, long nowMs)
{
    private readonly List<StoreEvent> _events = [];

    public EntryMap Map { get; private set; } = map;

    public long Revision { get; private set; } = revision;

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<StoreEvent> Events => _events;

    public WriteResult Write(in StoreWrite write)
    {
        CommitResult commit = Commit([write]);
        if (!commit.Succeeded)
            return new(false, commit.Revision, commit.Current, null);
        StoreEvent change = _events[^1];
        return new(true, change.Revision, change.Entry, change.Previous);
    }

    public CommitResult Commit(ReadOnlySpan<StoreWrite> writes)
    {
        for (int index = 0; index < writes.Length; index++)
        {
            StoreEntry? current = Map.Find(writes[index].Key);
            if (!AsExpected(writes[index], current))
                return new(false, Revision, index, current);
        }
        if (writes.IsEmpty)
            return new(true, Revision, -1, null);
        Revision++;
        foreach (ref readonly StoreWrite write in writes)
            Change(write);
        return new(true, Revision, -1, null);
    }

    /// <summary>Deletes those of the keys that are still at the version that expires: all at one revision.</summary>
    public int Expire(IReadOnlyList<StoreEntry> due)
    {
        StoreWrite[] deletes =
        [
            .. due.Where(entry => Map.Find(entry.Key)?.ModRevision == entry.ModRevision)
                .Select(entry => StoreWrite.Delete(entry.Key, entry.ModRevision)),
        ];
        Commit(deletes);
        return deletes.Length;
    }

    private static bool AsExpected(in StoreWrite write, StoreEntry? current)
    {
        if (write.Value is null && current is null)
            return false;
        return write.Expected == Expect.Anything || write.Expected == (current?.ModRevision ?? Expect.Absent);
    }

    private void Change(in StoreWrite write)
    {
        StoreEntry? previous = Map.Find(write.Key);
        StoreEntry? entry = write.Value is { } value ? Next(write, value, previous) : null;
        Map = entry is null ? Map.Without(write.Key) : Map.With(entry);
        _events.Add(new StoreEvent
        {
            Key = entry?.Key ?? write.Key,
            Revision = Revision,
            Entry = entry,
            Previous = previous,
            WrittenAtMs = nowMs,
        });
    }

    private StoreEntry Next(in StoreWrite write, ReadOnlyMemory<byte> value, StoreEntry? previous) => new()
    {
        Key = previous?.Key ?? write.Key,
        Value = value,
        CreateRevision = previous?.CreateRevision ?? Revision,
        ModRevision = Revision,
        Version = (previous?.Version ?? 0) + 1,
        ExpiresAtMs = write.TimeToLive is { } life ? nowMs + (long)Math.Ceiling(life.TotalMilliseconds) : 0,
    };
}
