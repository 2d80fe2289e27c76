using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Scheduler.Host.Client.Following;

/// <summary>What an informer must know of an object: the rest is passed over.</summary>
internal readonly record struct ObjectHead(string Key, long Version, bool EndsInitialEvents)
{
    /// <summary>Reads the head of the object whose first token the reader stands on, up to where it is known; the reader is a copy.</summary>
    /// <exception cref="JsonException">It is no object, or has no name or version.</exception>
    public static ObjectHead Read(Utf8JsonReader reader, bool isBookmark)
    {
        Fail(reader.TokenType != JsonTokenType.StartObject, "an object is expected");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                return Metadata(ref reader, isBookmark);
            }
            reader.Read();
            reader.Skip();
        }
        throw new JsonException("an object without metadata");
    }

    /// <summary>A resource version; servers promise that they can be compared.</summary>
    public static long VersionOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new JsonException("a resourceVersion that is no number");

    private static ObjectHead Metadata(ref Utf8JsonReader reader, bool isBookmark)
    {
        Fail(reader.TokenType != JsonTokenType.StartObject, "metadata is no object");
        string name = "", ns = "";
        long version = -1;
        var ends = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8)) name = Text(ref reader);
            else if (reader.ValueTextEquals("namespace"u8)) ns = Text(ref reader);
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                version = VersionOf(ref reader);
            }
            else if (isBookmark && reader.ValueTextEquals("annotations"u8)) ends = IsEnd(ref reader);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        Fail(version < 0, "an object without a resourceVersion");
        Fail(name.Length == 0 && !isBookmark, "an object without a name");
        return new(ns.Length > 0 ? $"{ns}/{name}" : name, version, ends);
    }

    private static bool IsEnd(ref Utf8JsonReader reader)
    {
        var ends = false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEnd = reader.ValueTextEquals("k8s.io/initial-events-end"u8);
            var value = Text(ref reader);
            ends |= isEnd && value == "true";
        }
        return ends;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        Fail(reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null), "a text is expected");
        return reader.GetString() ?? "";
    }

    private static void Fail(bool wrong, string problem)
    {
        if (wrong) throw new JsonException(problem);
    }
}
