using System.Text.Json;

namespace Scheduler.Host.Client.Following;

/// <summary>The text of an object as it is kept: without <c>metadata.managedFields</c>, which is often the larger half of it and which nobody here reads.</summary>
internal static class ObjectText
{
    /// <exception cref="JsonException">It is no object.</exception>
    public static byte[] Kept(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || !Seek(ref reader, "metadata"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject || !Seek(ref reader, "managedFields"u8)) return json.ToArray();
        var from = (int)reader.TokenStartIndex;
        reader.Read();
        reader.Skip();
        var to = (int)reader.BytesConsumed;

        // One comma goes along: the one before it, or else the one behind it.
        var before = json[..from].TrimEnd(" \t\r\n"u8);
        if (before[^1] == ',') from = before.Length - 1;
        else if (json[to..].TrimStart(" \t\r\n"u8) is [(byte)',', .. var rest]) to = json.Length - rest.Length;
        return [.. json[..from], .. json[to..]];
    }

    /// <summary>Moves to a property of the object that the reader has just entered.</summary>
    private static bool Seek(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name)) return true;
            reader.Read();
            reader.Skip();
        }
        return false;
    }
}
