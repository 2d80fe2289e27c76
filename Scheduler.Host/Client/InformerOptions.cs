using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Host.Client;

/// <summary>Turns the text of an object into a record, reading no more of it than is needed.</summary>
/// <exception cref="ReadException">Something in it is wrong.</exception>
public delegate IKubeObject ObjectDecoder(ReadOnlySpan<byte> json, string key);

/// <summary>How an <see cref="Informer"/> asks.</summary>
public sealed record InformerOptions
{
    /// <summary>Lists come as a stream of objects where the server can do that (1.27 and later); otherwise, and on false, in pages.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>Objects in a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The server is asked to end a watch after this long, up to twice as long.</summary>
    public TimeSpan WatchAtLeast { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A list that goes on without a byte for so long is given up, and so is a watch that should have ended so long ago.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause after a first error; each one after it doubles, down to half of that by chance.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan PauseMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of the pauses and of how long watches are to last.</summary>
    public int Seed { get; init; }

    /// <summary>False: a deletion is told without what the object was, for listeners that know their objects by key. Saves the memory of a text for each.</summary>
    public bool KeepsText { get; init; } = true;

    /// <summary>Objects are told as records, and their text is not kept: much less memory. Null: as text. Called on one thread at a time.</summary>
    public ObjectDecoder? Decode { get; init; }

    /// <summary>
    /// With a decoder: objects come as protobuf where the server can do that. Half as many bytes, and what nobody reads is passed over at no cost; but
    /// the bundled server, which keeps text, has more work with it.
    /// </summary>
    public bool Protobuf { get; init; }

    /// <summary>Told in one line of what the server refuses, and of objects that cannot be read; not again while it stays the same.</summary>
    public Action<string>? Refused { get; init; }
}
