using System.Text.Json;

namespace Scheduler.Host.Client.Following;

/// <summary>A page of a list, read from its text in one pass.</summary>
/// <param name="Version">The version of the list as a whole.</param>
/// <param name="Continue">Where the next page begins; empty on the last.</param>
internal readonly record struct ListPage(long Version, string Continue)
{
    /// <summary>Reads a page to its end before anybody is told of it. A list without objects may have none or null.</summary>
    /// <param name="json">The page.</param>
    /// <param name="items">Gets the objects, and where in the page their text is.</param>
    /// <exception cref="JsonException">It is broken, or cut off.</exception>
    public static ListPage Read(ReadOnlySpan<byte> json, List<(ObjectHead Head, Range Text)> items)
    {
        try
        {
            return ReadWhole(json, items);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("a value of another type, or no UTF-8", error); // The reader's way to say so.
        }
    }

    private static ListPage ReadWhole(ReadOnlySpan<byte> json, List<(ObjectHead Head, Range Text)> items)
    {
        var reader = new Utf8JsonReader(json);
        var page = default(ListPage);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("not a list");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isItems && reader.TokenType == JsonTokenType.StartArray) Items(ref reader, items);
            else if (isMetadata) page = Metadata(ref reader);
            else reader.Skip();
        }
        return page.Version > 0 ? page : throw new JsonException("a list without a resourceVersion");
    }

    private static void Items(ref Utf8JsonReader reader, List<(ObjectHead Head, Range Text)> items)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var from = (int)reader.TokenStartIndex;
            var head = ObjectHead.Read(reader, isBookmark: false);
            reader.Skip();
            items.Add((head, from..(int)reader.BytesConsumed));
        }
    }

    private static ListPage Metadata(ref Utf8JsonReader reader)
    {
        var (version, next) = (0L, "");
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("metadata is no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("resourceVersion"u8);
            var isContinue = reader.ValueTextEquals("continue"u8);
            reader.Read();
            if (isVersion) version = ObjectHead.VersionOf(ref reader);
            else if (isContinue) next = reader.GetString() ?? "";
            else reader.Skip();
        }
        return new(version, next);
    }
}
