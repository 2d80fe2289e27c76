namespace Scheduler.Host.Store.Sqlite;

/// <summary>One event as the history table holds it.</summary>
/// <param name="Sequence">The row's number: 1, 2, 3… without a gap, as they were written.</param>
/// <param name="Value">Null: the key was deleted.</param>
internal readonly record struct Row(
    long Sequence, long Revision, string Key, long CreateRevision, long Version, long WrittenAtMs, long ExpiresAtMs, ReadOnlyMemory<byte>? Value)
{
    public static Row Of(StoreEvent change, long sequence) => new(
        sequence, change.Revision, change.Key, change.Entry?.CreateRevision ?? 0, change.Entry?.Version ?? 0,
        change.WrittenAtMs, change.Entry?.ExpiresAtMs ?? 0, change.Entry?.Value);

    public StoreEntry? ToEntry(UInt128 digest) => Value is not { } value ? null : new StoreEntry
    {
        Key = Key,
        Value = value,
        CreateRevision = CreateRevision,
        ModRevision = Revision,
        Version = Version,
        ExpiresAtMs = ExpiresAtMs,
        Stamp = new(Sequence, digest),
    };
}
