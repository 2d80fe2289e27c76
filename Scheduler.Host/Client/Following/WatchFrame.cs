using System.Text.Json;

namespace Scheduler.Host.Client.Following;

/// <summary>What an event of a watch says.</summary>
internal enum WatchEvent
{
    Set,
    Deleted,
    Bookmark,

    /// <summary>The stream cannot go on.</summary>
    Error,
}

/// <summary>An event of a watch: one line of the stream.</summary>
internal readonly ref struct WatchFrame
{
    public WatchEvent Event { get; init; }

    public ReadOnlySpan<byte> Object { get; init; }

    /// <summary>The object is a protobuf message, not text.</summary>
    public bool IsProtobuf { get; init; }

    /// <summary>Of errors: none.</summary>
    public ObjectHead Head { get; init; }

    /// <summary>Of errors: the HTTP status that they stand for.</summary>
    public int Code { get; init; }

    /// <summary>Reads a line from end to end: a line that was cut or mixed up is noticed.</summary>
    /// <exception cref="JsonException">It is no event.</exception>
    public static WatchFrame Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return ReadWhole(line);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("a value of another type, or no UTF-8", error); // The reader's way to say so.
        }
    }

    private static WatchFrame ReadWhole(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        WatchEvent? kind = null;
        Utf8JsonReader start = default;
        ReadOnlySpan<byte> content = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                start = reader;
                reader.Skip();
                content = line[from..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        Require(reader.TokenType == JsonTokenType.EndObject && !reader.Read() && kind is not null && content.Length > 0);
        return kind == WatchEvent.Error
            ? new() { Event = WatchEvent.Error, Object = content, Code = CodeOf(start) }
            : new() { Event = kind!.Value, Object = content, Head = ObjectHead.Read(start, kind == WatchEvent.Bookmark) };
    }

    private static WatchEvent KindOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("ADDED"u8) || reader.ValueTextEquals("MODIFIED"u8)) return WatchEvent.Set;
        if (reader.ValueTextEquals("DELETED"u8)) return WatchEvent.Deleted;
        if (reader.ValueTextEquals("BOOKMARK"u8)) return WatchEvent.Bookmark;
        return reader.ValueTextEquals("ERROR"u8) ? WatchEvent.Error : throw new JsonException($"unknown event {reader.GetString()}");
    }

    private static int CodeOf(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCode = reader.ValueTextEquals("code"u8);
            reader.Read();
            if (isCode && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var code)) return code;
            reader.Skip();
        }
        return 500;
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new JsonException("not an event of a watch");
    }
}
