using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>JSON text to and from nodes, with the limits that hostile bodies need: bounded depth, duplicate names (the last wins), no lazy failures.</summary>
public static class JsonTree
{
    /// <summary>Deeper documents are refused. Schemas inside custom resource definitions are the deepest honest ones.</summary>
    public const int MaxDepth = 256;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth + 8,
        SkipValidation = true,
    };

    /// <summary>Parses any JSON value.</summary>
    /// <exception cref="ApiDataException">The text is not JSON; the message is the parse error alone.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            reader.Read();
            JsonNode? node = ReadValue(ref reader);
            if (reader.Read())
                throw new JsonException("invalid character after top-level value");
            return node;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw ApiDataException.BadRequest(Describe(error, utf8));
        }
    }

    public static byte[] Write(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Compact JSON text, as error messages quote values.</summary>
    public static string Text(JsonNode? node) => node is null ? "null" : System.Text.Encoding.UTF8.GetString(Write(node));

    /// <summary>Reads the value at the reader's position; leaves the reader on its last token.</summary>
    internal static JsonNode? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    members[name] = ReadValue(ref reader);
                }

                return members;
            case JsonTokenType.StartArray:
                var items = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader));
                return items;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }

    /// <summary>Whole numbers become long; anything else keeps its text.</summary>
    internal static JsonNode? ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long whole))
            return JsonValue.Create(whole);
        using JsonDocument number = JsonDocument.ParseValue(ref reader);
        return JsonValue.Create(number.RootElement.Clone());
    }

    /// <summary>The parse error in the words that clients know.</summary>
    internal static string Describe(Exception error, ReadOnlySpan<byte> utf8)
    {
        if (error is not JsonException json)
            return "invalid UTF-8 in string";
        if (json.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return "exceeded max depth";
        long at = Offset(json, utf8);
        if (at >= utf8.TrimEnd(" \t\r\n"u8).Length)
            return "unexpected end of JSON input";
        return $"invalid character {Quote(utf8[(int)at])} looking for beginning of value";
    }

    private static long Offset(JsonException error, ReadOnlySpan<byte> utf8)
    {
        long line = error.LineNumber ?? 0;
        int start = 0;
        for (; line > 0; line--)
        {
            int next = utf8[start..].IndexOf((byte)'\n');
            if (next < 0)
                break;
            start += next + 1;
        }

        return start + (error.BytePositionInLine ?? 0);
    }

    private static string Quote(byte character) => character switch
    {
        (byte)'\'' => @"'\''",
        < 0x20 or >= 0x7f => $@"'\x{character:x2}'",
        _ => $"'{(char)character}'",
    };
}
