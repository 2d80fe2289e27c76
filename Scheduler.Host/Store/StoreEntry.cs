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
}
