namespace Scheduler.Host.Store;

/// <summary>
/// The changes of a range, in order, each once, none left out, those of one revision together. For one reader at a time.
/// </summary>
/// <remarks>
/// A watch never holds up a write: a reader that falls more than <see cref="WatchRequest.BufferedEvents"/> behind is ended with
/// <see cref="WatchOverrunException"/>. Whoever remembers the revision of the last batch can open a new watch after it and misses nothing.
/// </remarks>
public interface IStoreWatch : IAsyncDisposable
{
    /// <summary>The first revision this watch tells about.</summary>
    long FromRevision { get; }

    /// <summary>The next batch, waiting for it if need be.</summary>
    /// <exception cref="CompactedException">History was compacted before this watch had caught up.</exception>
    /// <exception cref="WatchOverrunException">The reader was too slow.</exception>
    /// <exception cref="StoreStoppedException">The store closed or had to stop.</exception>
    ValueTask<WatchBatch> Read(CancellationToken cancellation = default);

    /// <summary>The next batch if there is one already. Throws as <see cref="Read"/> does.</summary>
    bool TryRead(out WatchBatch batch);

    /// <summary>
    /// Asks for a progress notification. It comes after every event up to its revision, which is at least the store's revision now.
    /// </summary>
    void RequestProgress();
}

/// <summary>What to watch.</summary>
/// <param name="Range">A folder ending in <c>/</c>, or one key.</param>
/// <param name="FromRevision">The first revision to tell about, typically that of a list plus one. 0: whatever comes after now.</param>
/// <param name="Progress">Also sends a progress notification from time to time (<see cref="StoreOptions.ProgressInterval"/>) while nothing else happens.</param>
/// <param name="BufferedEvents">How many events the reader may be behind before it is ended.</param>
public readonly record struct WatchRequest(string Range, long FromRevision = 0, bool Progress = false, int BufferedEvents = 10_000);

/// <summary>All changes of a range at one revision; or, without events, a progress notification.</summary>
/// <param name="Revision">The revision of the events. Of a progress notification: everything up to it was told.</param>
/// <param name="Events">The events in the order of the commit's writes. Shared: not to be changed.</param>
public readonly record struct WatchBatch(long Revision, IReadOnlyList<StoreEvent> Events)
{
    public bool IsProgress => Events.Count == 0;
}

/// <summary>One change of one key.</summary>
public sealed class StoreEvent
{
    public required string Key { get; init; }

    public required long Revision { get; init; }

    /// <summary>The entry as put; null: the key was deleted.</summary>
    public required StoreEntry? Entry { get; init; }

    /// <summary>The entry before; null: the key was created.</summary>
    public required StoreEntry? Previous { get; init; }

    public bool IsDelete => Entry is null;

    public bool IsCreate => Previous is null;

    /// <summary>When it was written, in Unix milliseconds: compaction by age goes by it.</summary>
    internal long WrittenAtMs { get; init; }

    /// <summary>The row a durable backend keeps it in. Set once, before anybody else sees the event.</summary>
    internal RowStamp Stamp { get; set; }

    /// <summary>Bytes this event counts in limits.</summary>
    internal long Bytes => Entry?.Bytes ?? Key.Length;
}
