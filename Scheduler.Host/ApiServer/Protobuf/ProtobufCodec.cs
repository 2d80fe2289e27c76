using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>Documents to and from <c>application/vnd.kubernetes.protobuf</c>, for every type of the table.</summary>
public static class ProtobufCodec
{
    private const int LengthBytes = 4;

    /// <summary>The four bytes before every object: <c>k8s\0</c>.</summary>
    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The document in a body that starts with the magic bytes, in the server's own form.</summary>
    /// <exception cref="ApiDataException">The bytes are not such an object.</exception>
    public static JsonObject Decode(ApiSchema schema, ReadOnlySpan<byte> body) => new MessageDecoder(schema).DecodeObject(body);

    /// <summary>The body for a document; its apiVersion and kind must be in the table (see <see cref="CanEncode"/>).</summary>
    /// <exception cref="ArgumentException">The document has no protobuf form.</exception>
    public static byte[] Encode(ApiSchema schema, JsonObject document)
    {
        var writer = new ProtoWriter();
        EncodeObject(schema, writer, document);
        return writer.ToArray();
    }

    /// <summary>False for documents that only have a JSON form, such as Table.</summary>
    public static bool CanEncode(ApiSchema schema, JsonObject document) =>
        schema.TryFindType(document.Text("apiVersion") ?? "", document.Text("kind") ?? "", out _);

    /// <summary>One event of a protobuf watch stream, with its four length bytes.</summary>
    public static byte[] EncodeWatchFrame(ApiSchema schema, string eventType, JsonObject document)
    {
        var writer = new ProtoWriter();
        EncodeObject(schema, writer, document);
        writer.Close(1, 0);
        writer.Close(2, 0);
        writer.StringField(1, eventType);
        int length = writer.Length;
        Span<byte> prefix = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        writer.Raw(prefix);
        return writer.ToArray();
    }

    /// <summary>Reads one frame of a watch stream, if it is complete.</summary>
    /// <returns>The bytes that it took; 0 when more are needed.</returns>
    /// <exception cref="ApiDataException">The frame is not an event.</exception>
    public static int TryDecodeWatchFrame(ApiSchema schema, ReadOnlySpan<byte> buffer, out string eventType, out JsonObject? document)
    {
        (eventType, document) = ("", null);
        if (buffer.Length < LengthBytes)
            return 0;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(buffer);
        if (length > int.MaxValue / 2)
            throw ApiDataException.BadRequest($"watch frame of {length} bytes");
        if (buffer.Length < LengthBytes + (int)length)
            return 0;
        var reader = new ProtoReader(buffer.Slice(LengthBytes, (int)length));
        while (!reader.AtEnd)
        {
            int number = reader.ReadTag();
            if (number == 1 && reader.WireType == 2)
                eventType = reader.ReadString();
            else if (number == 2 && reader.WireType == 2)
                document = Decode(schema, MessageDecoder.RawOf(reader.ReadBytes()));
            else
                reader.Skip();
        }

        return LengthBytes + (int)length;
    }

    /// <summary>Magic, then <c>Unknown{typeMeta, raw, contentEncoding, contentType}</c>, written back to front.</summary>
    internal static void EncodeObject(ApiSchema schema, ProtoWriter writer, JsonObject document)
    {
        string apiVersion = document.Text("apiVersion") ?? "", kind = document.Text("kind") ?? "";
        if (!schema.TryFindType(apiVersion, kind, out ApiType? type))
            throw new ArgumentException($"{apiVersion} {kind} has no protobuf form.", nameof(document));
        int start = writer.Length;
        writer.StringField(4, "");
        writer.StringField(3, "");
        int raw = writer.Length;
        new MessageEncoder(schema, writer).Message(WirePlan.For(type), document);
        writer.Close(2, raw);
        int meta = writer.Length;
        writer.StringField(2, kind);
        writer.StringField(1, apiVersion);
        writer.Close(1, meta);
        writer.Raw(Magic);
        System.Diagnostics.Debug.Assert(writer.Length > start, "an object is never empty");
    }
}
