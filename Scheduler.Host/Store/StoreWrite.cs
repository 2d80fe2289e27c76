namespace Scheduler.Host.Store;

/// <summary>What a write may expect of its key, besides a modification revision.</summary>
public static class Expect
{
    /// <summary>The key must not exist: the write creates it.</summary>
    public const long Absent = 0;

    /// <summary>The key may be anything.</summary>
    public const long Anything = -1;
}

/// <summary>One write of a <see cref="IStore.Commit"/>.</summary>
public readonly record struct StoreWrite
{
    /// <summary>As many writes fit in one commit (etcd's default).</summary>
    public const int MaxPerCommit = 128;

    public required string Key { get; init; }

    /// <summary>The new bytes; null deletes the key.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The modification revision the key must have, or one of <see cref="Expect"/>.</summary>
    public required long Expected { get; init; }

    /// <summary>See <see cref="IStore.Put"/>. Means nothing for a delete.</summary>
    public TimeSpan? TimeToLive { get; init; }

    public static StoreWrite Put(string key, ReadOnlyMemory<byte> value, long expected, TimeSpan? timeToLive = null) =>
        new() { Key = key, Value = value, Expected = expected, TimeToLive = timeToLive };

    public static StoreWrite Delete(string key, long expected) => new() { Key = key, Expected = expected };
}
