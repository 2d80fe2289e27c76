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
}
