using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>Protobuf messages to documents. Field order, zero rules and canonical texts come out as when the same object is read from JSON.</summary>
internal sealed partial class MessageDecoder(ApiSchema schema)
{
    private int _depth;

    public JsonObject DecodeObject(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(ProtobufCodec.Magic))
            throw ApiDataException.BadRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "", contentType = "";
        ReadOnlySpan<byte> raw = [];
        var reader = new ProtoReader(body[ProtobufCodec.Magic.Length..]);
        while (!reader.AtEnd)
        {
            int number = reader.ReadTag();
            if (number is < 1 or > 4 || reader.WireType != 2)
                reader.Skip();
            else if (number == 1)
                (apiVersion, kind) = ReadTypeMeta(reader.ReadBytes());
            else if (number == 2)
                raw = reader.ReadBytes();
            else if (number == 4)
                contentType = reader.ReadString();
            else
                reader.Skip();
        }

        if (!schema.TryFindType(apiVersion, kind, out ApiType? type) || type.Kind != FieldKind.Message)
            throw ApiDataException.BadRequest($"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        JsonObject document = contentType == "application/json"
            ? DocumentReader.Normalize(type, JsonTree.Parse(raw) as JsonObject ?? [], [])
            : Message(type, raw);
        if (type.ByName.ContainsKey("kind"))
            FieldOrder.PutKindFirst(document, kind, apiVersion);
        return document;
    }

    /// <summary>The bytes inside a RawExtension.</summary>
    public static ReadOnlySpan<byte> RawOf(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> raw = [];
        var reader = new ProtoReader(message);
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 1 && reader.WireType == 2)
                raw = reader.ReadBytes();
            else
                reader.Skip();
        }

        return raw;
    }

    private static (string ApiVersion, string Kind) ReadTypeMeta(ReadOnlySpan<byte> message)
    {
        (string apiVersion, string kind) = ("", "");
        var reader = new ProtoReader(message);
        while (!reader.AtEnd)
        {
            int number = reader.ReadTag();
            if (number == 1 && reader.WireType == 2)
                apiVersion = reader.ReadString();
            else if (number == 2 && reader.WireType == 2)
                kind = reader.ReadString();
            else
                reader.Skip();
        }

        return (apiVersion, kind);
    }

    private JsonObject Message(ApiType type, ReadOnlySpan<byte> data)
    {
        if (++_depth > JsonTree.MaxDepth)
            throw ApiDataException.BadRequest("proto: exceeded max depth");
        var values = new JsonNode?[type.Fields.Count];
        Fields(WirePlan.For(type), data, values);
        SortMaps(type, values);
        _depth--;
        return TypedReader.Assemble(type.Fields, values);
    }

    private void Fields(WirePlan plan, ReadOnlySpan<byte> data, JsonNode?[] values)
    {
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            WirePlan.Entry entry = plan.Find(reader.ReadTag());
            if (entry.Field is { } field)
            {
                ReadField(field, ref reader, ref values[field.Index]);
            }
            else if (entry.Inline is { } inline)
            {
                reader.Expect(2, "embedded message");
                Fields(inline, reader.ReadBytes(), values);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadField(ApiField field, ref ProtoReader reader, ref JsonNode? value)
    {
        switch (field.Shape)
        {
            case FieldShape.One:
                value = ReadOne(field, ref reader);
                break;
            case FieldShape.List:
                ReadElement(field, ref reader, (JsonArray)(value ??= new JsonArray()));
                break;
            default:
                reader.Expect(2, field.Name);
                ReadEntry(field, reader.ReadBytes(), (JsonObject)(value ??= new JsonObject()));
                break;
        }
    }

    private void ReadElement(ApiField field, ref ProtoReader reader, JsonArray items)
    {
        bool isPacked = reader.WireType == 2 && field.Kind is (FieldKind.Int32 or FieldKind.Int64 or FieldKind.Bool or FieldKind.Double);
        if (!isPacked)
        {
            items.Add(ReadOne(field, ref reader));
            return;
        }

        var packed = new ProtoReader(reader.ReadBytes());
        while (!packed.AtEnd)
            items.Add(ReadNumber(field, ref packed));
    }

    /// <summary>A map entry is a message of key and value; either may be absent when it is zero.</summary>
    private void ReadEntry(ApiField field, ReadOnlySpan<byte> data, JsonObject map)
    {
        string key = "";
        JsonNode? value = null;
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            int number = reader.ReadTag();
            if (number == 1 && reader.WireType == 2)
                key = reader.ReadString();
            else if (number == 2 && field.Shape == FieldShape.MapOfLists && reader.WireType == 2)
                value = ReadStrings(reader.ReadBytes());
            else if (number == 2)
                value = ReadOne(field, ref reader);
            else
                reader.Skip();
        }

        map[key] = value ?? ZeroOf(field);
    }

    private static JsonArray ReadStrings(ReadOnlySpan<byte> data)
    {
        var items = new JsonArray();
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 1 && reader.WireType == 2)
                items.Add(reader.ReadString());
            else
                reader.Skip();
        }

        return items;
    }

    private static void SortMaps(ApiType type, JsonNode?[] values)
    {
        foreach (ApiField field in type.Fields)
        {
            if (field.Shape is not (FieldShape.Map or FieldShape.MapOfLists) || values[field.Index] is not JsonObject { Count: > 1 } map)
                continue;
            var entries = map.ToArray();
            map.Clear();
            foreach ((string key, JsonNode? value) in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
                map.Add(key, value);
        }
    }
}
