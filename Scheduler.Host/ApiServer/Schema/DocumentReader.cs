using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>The media types in which a document may arrive.</summary>
public enum BodyFormat : byte
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>Turns request bodies into documents: parses, checks types, and writes the server's own form (unknown fields dropped, quantities and times canonical).</summary>
public static class DocumentReader
{
    /// <summary>Reads the body of a create or an update.</summary>
    /// <param name="expected">The kind that the path serves; a body without kind is taken for it.</param>
    /// <exception cref="ApiDataException">The body is not such a document; or, when strict, it has unknown or duplicate fields.</exception>
    public static DecodedDocument Read(ApiSchema schema, ReadOnlySpan<byte> body, BodyFormat format, GroupVersionKind expected, FieldValidationMode mode)
    {
        return new DecodedDocument(format == BodyFormat.Protobuf ? ProtobufCodec.Decode(schema, body) : Parse(body), []);
    }

    /// <summary>Parses a document that this server wrote itself (no checks).</summary>
    public static JsonObject Parse(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored);
        return (JsonObject)JsonNode.Parse(ref reader)!;
    }

    /// <summary>The bytes that are stored and sent.</summary>
    public static byte[] Write(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, WriteOptions);

    internal static readonly JsonSerializerOptions WriteOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
