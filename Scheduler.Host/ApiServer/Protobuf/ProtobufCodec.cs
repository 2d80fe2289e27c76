using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>Documents to and from <c>application/vnd.kubernetes.protobuf</c>, for every type of the table.</summary>
public static class ProtobufCodec
{
    /// <summary>The four bytes before every object: <c>k8s\0</c>.</summary>
    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The document in a body that starts with the magic bytes.</summary>
    /// <exception cref="ApiDataException">The bytes are not such an object.</exception>
    public static JsonObject Decode(ApiSchema schema, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    /// <summary>The body for a document; its apiVersion and kind must be in the table (see <see cref="CanEncode"/>).</summary>
    public static byte[] Encode(ApiSchema schema, JsonObject document) => throw new NotImplementedException();

    /// <summary>False for documents that only have a JSON form, such as Table.</summary>
    public static bool CanEncode(ApiSchema schema, JsonObject document) => throw new NotImplementedException();

    /// <summary>One event of a protobuf watch stream, with its four length bytes.</summary>
    public static byte[] EncodeWatchFrame(ApiSchema schema, string eventType, JsonObject document) => throw new NotImplementedException();

    /// <summary>Reads one frame of a watch stream, if it is complete.</summary>
    /// <returns>The bytes that it took; 0 when more are needed.</returns>
    public static int TryDecodeWatchFrame(ApiSchema schema, ReadOnlySpan<byte> buffer, out string eventType, out JsonObject? document) => throw new NotImplementedException();
}
