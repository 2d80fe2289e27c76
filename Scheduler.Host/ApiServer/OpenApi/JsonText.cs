using System.Buffers;
using System.Text.Json;

namespace Scheduler.Host.ApiServer.OpenApi;

internal static class JsonText
{
    public static byte[] Make(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary><c>{group, version, kind}</c>, in the order of the reference documents.</summary>
    public static void WriteKind(this Utf8JsonWriter json, GroupVersionKindText kind)
    {
        json.WriteStartObject();
        json.WriteString("group", kind.Group);
        json.WriteString("kind", kind.Kind);
        json.WriteString("version", kind.Version);
        json.WriteEndObject();
    }
}

internal readonly record struct GroupVersionKindText(string Group, string Version, string Kind);
