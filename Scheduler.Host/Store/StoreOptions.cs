namespace Scheduler.Host.Store;

/// <summary>What can be set about a store. Data: change it with <c>with</c>.</summary>
public sealed record StoreOptions
{
    /// <summary>History older than this is compacted.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>History is compacted, oldest first, when its keys and values take more bytes than this.</summary>
    public long HistoryBytes { get; init; } = 256 << 20;

    /// <summary>The largest value taken, in bytes (etcd's request limit).</summary>
    public int MaxValueBytes { get; init; } = 3 << 19;

    /// <summary>The largest database file of a durable store, in bytes: a write beyond it stops the store. The write-ahead log comes on top.</summary>
    public long MaxFileBytes { get; init; } = 8L << 30;

    /// <summary>How often a watch that asked for progress is told so while nothing happens.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often due expiries and compactions are looked for.</summary>
    public TimeSpan UpkeepInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Called on a durable store's writer thread at each moment of a commit. For tests, which end the process there, or throw as a disk would.
    /// </summary>
    public Action<CommitMoment>? AtMoment { get; init; }
}

/// <summary>The moments of a commit, in order. Up to and including <see cref="Published"/> none of its writes is acknowledged.</summary>
public enum CommitMoment
{
    /// <summary>The rows are in an open transaction.</summary>
    Written,

    /// <summary>The database has committed and synced them.</summary>
    Committed,

    /// <summary>The head mark vouches for them.</summary>
    Marked,

    /// <summary>Reads and watches see them.</summary>
    Published,
}
