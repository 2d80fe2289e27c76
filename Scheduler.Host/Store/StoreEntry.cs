using System.Diagnostics;

namespace Scheduler.Host.Store;

/// <summary>One version of one key. Immutable, and shared by everybody who reads it.</summary>
[DebuggerDisplay("{Key} @{ModRevision}")]
public sealed class StoreEntry
{
    public required string Key { get; init; }

    /// <summary>The bytes as they were put. Not to be changed.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>The revision at which the key last came into being.</summary>
    public required long CreateRevision { get; init; }

    /// <summary>The revision that wrote this version: what <c>metadata.resourceVersion</c> shows and writes compare.</summary>
    public required long ModRevision { get; init; }

    /// <summary>1 for the version that created the key, then one more at each put.</summary>
    public required long Version { get; init; }

    /// <summary>When the entry expires, in Unix milliseconds; 0: never.</summary>
    internal long ExpiresAtMs { get; init; }

    /// <summary>Where a durable backend keeps this version. Set once, before anybody else sees the entry.</summary>
    internal RowStamp Stamp { get; set; }

    /// <summary>Bytes this version counts in limits.</summary>
    internal long Bytes => Key.Length + Value.Length;
}

/// <summary>A row of a durable backend: its number, and the digest of all it holds.</summary>
internal readonly record struct RowStamp(long Sequence, UInt128 Digest);
