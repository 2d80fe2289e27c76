namespace Scheduler.Host.Store;

/// <summary>The answer to a get.</summary>
/// <param name="Entry">Null: the key did not exist.</param>
/// <param name="Revision">The store's revision the answer holds for: the one asked for, or the newest.</param>
public readonly record struct GetResult(StoreEntry? Entry, long Revision);

/// <summary>Which entries to list.</summary>
/// <param name="Range">A folder ending in <c>/</c>, or one key.</param>
/// <param name="Revision">The revision to read at; 0 means now.</param>
/// <param name="Limit">At most so many entries; 0 means all.</param>
/// <param name="After">Only keys after this one: the last key of the page before.</param>
public readonly record struct ListRequest(string Range, long Revision = 0, int Limit = 0, string? After = null);

/// <summary>A page of entries in key order.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Revision">The revision they were read at: ask for it again with the next page, watch from the one after it.</param>
/// <param name="Count">How many entries the range holds after <see cref="ListRequest.After"/> at that revision, those of this page included.</param>
public readonly record struct ListResult(IReadOnlyList<StoreEntry> Entries, long Revision, long Count)
{
    /// <summary>How many entries follow this page.</summary>
    public long Remaining => Count - Entries.Count;
}

/// <summary>What became of a put or a delete.</summary>
/// <param name="Succeeded">False: the key was not as expected, and nothing changed.</param>
/// <param name="Revision">The revision of the write; of a failed one, the store's revision at which the key was compared.</param>
/// <param name="Entry">After a put the entry as stored, after a delete null; of a failed write the entry that is there instead, or null.</param>
/// <param name="Previous">What a successful write replaced or deleted; null if it created the key.</param>
public readonly record struct WriteResult(bool Succeeded, long Revision, StoreEntry? Entry, StoreEntry? Previous);

/// <summary>What became of a commit.</summary>
/// <param name="Succeeded">False: an expectation failed, and nothing changed.</param>
/// <param name="Revision">The revision of all its writes; of a failed one, the store's revision at which it was compared.</param>
/// <param name="FailedWrite">The index of the first write whose key was not as expected; -1 if it succeeded.</param>
/// <param name="Current">The entry of that key as it is; null if there is none.</param>
public readonly record struct CommitResult(bool Succeeded, long Revision, int FailedWrite, StoreEntry? Current);

/// <summary>The store in numbers.</summary>
/// <param name="Revision">The newest revision.</param>
/// <param name="CompactRevision">The oldest revision that can be read.</param>
/// <param name="Entries">Keys that exist now.</param>
/// <param name="HistoryEvents">Events kept for watches and reads of the past.</param>
/// <param name="HistoryBytes">Bytes of keys and values those events hold.</param>
public readonly record struct StoreStatus(
    long Revision, long CompactRevision, long Entries, long HistoryEvents, long HistoryBytes);
