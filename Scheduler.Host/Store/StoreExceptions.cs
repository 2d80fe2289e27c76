namespace Scheduler.Host.Store;

/// <summary>Something the store cannot do, as opposed to an expectation that does not hold.</summary>
public abstract class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The wanted revision is older than the history: list again, and go on from there. HTTP 410.</summary>
public sealed class CompactedException(long requested, long compactRevision)
    : StoreException($"revision {requested} has been compacted: history begins at {compactRevision}")
{
    public long Requested { get; } = requested;

    public long CompactRevision { get; } = compactRevision;
}

/// <summary>The wanted revision does not exist yet.</summary>
public sealed class FutureRevisionException(long requested, long current)
    : StoreException($"revision {requested} does not exist yet: the store is at {current}")
{
    public long Requested { get; } = requested;

    public long Current { get; } = current;
}

/// <summary>A watch was ended because nobody read it. Watch again from <see cref="LastRevision"/> + 1.</summary>
public sealed class WatchOverrunException(string range, long lastRevision, int bufferedEvents)
    : StoreException($"the watch of {range} was ended: its reader was more than {bufferedEvents} events behind")
{
    /// <summary>Everything up to this revision was read.</summary>
    public long LastRevision { get; } = lastRevision;
}

/// <summary>A value is larger than the store takes.</summary>
public sealed class ValueTooLargeException(string key, int valueBytes, int maxBytes)
    : StoreException($"the value of {key} has {valueBytes} bytes: the store takes at most {maxBytes}")
{
    public int ValueBytes { get; } = valueBytes;

    public int MaxBytes { get; } = maxBytes;
}

/// <summary>The store is closed, or had to stop because it could no longer keep its promises; the message says why.</summary>
public sealed class StoreStoppedException(string message, Exception? inner = null) : StoreException(message, inner);

/// <summary>The files cannot be opened: no such folder, no permission, in use by another process, a newer format.</summary>
public sealed class StoreOpenException(string path, string message, Exception? inner = null)
    : StoreException($"{path}: {message}", inner)
{
    public string Path { get; } = path;
}

/// <summary>The files do not hold what was acknowledged: something is missing or was changed; the message names it.</summary>
public sealed class StoreDamagedException(string path, string message, Exception? inner = null)
    : StoreException($"{path}: {message}", inner)
{
    public string Path { get; } = path;
}
