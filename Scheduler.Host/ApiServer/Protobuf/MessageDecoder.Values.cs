using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

internal sealed partial class MessageDecoder
{
    private JsonNode? ReadOne(ApiField field, ref ProtoReader reader)
    {
        switch (field.Kind)
        {
            case FieldKind.Int32 or FieldKind.Int64 or FieldKind.Bool or FieldKind.Double:
                reader.Expect(field.Kind == FieldKind.Double ? 1 : 0, field.Name);
                return ReadNumber(field, ref reader);
            case FieldKind.String:
                reader.Expect(2, field.Name);
                return JsonValue.Create(reader.ReadString());
        }

        reader.Expect(2, field.Name);
        ReadOnlySpan<byte> data = reader.ReadBytes();
        return field.Kind switch
        {
            FieldKind.Bytes => JsonValue.Create(Convert.ToBase64String(data)),
            FieldKind.Message => Message(field.Type!, data),
            FieldKind.Quantity => ReadQuantity(data),
            FieldKind.Time or FieldKind.MicroTime => ReadTime(data, field.Kind == FieldKind.MicroTime),
            FieldKind.IntOrString => ReadIntOrString(data),
            FieldKind.RawObject => ReadRaw(RawOf(data)),
            FieldKind.FieldsV1 or FieldKind.AnyJson => JsonTree.Parse(RawOf(data) is { IsEmpty: false } raw ? raw : "null"u8),
            FieldKind.Empty => new JsonObject(),
            _ => ReadSchemaOr(field, data),
        };
    }

    private static JsonValue ReadNumber(ApiField field, ref ProtoReader reader)
    {
        if (field.Kind == FieldKind.Double)
            return ToNumber(reader.ReadDouble());
        ulong value = reader.ReadVarint();
        return field.Kind switch
        {
            FieldKind.Bool => JsonValue.Create(value != 0),
            FieldKind.Int32 => JsonValue.Create((long)(int)value),
            _ => JsonValue.Create((long)value),
        };
    }

    private static JsonValue ToNumber(double value)
    {
        if (!double.IsFinite(value))
            throw ApiDataException.BadRequest("json: unsupported value");
        return value == Math.Floor(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value);
    }

    private static JsonValue? ReadQuantity(ReadOnlySpan<byte> data)
    {
        string text = "";
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 1 && reader.WireType == 2)
                text = reader.ReadString();
            else
                reader.Skip();
        }

        return JsonValue.Create(text.Length == 0 ? "0" : QuantityText.Canonical(text));
    }

    /// <summary>No bytes at all is the time that was never set. Seconds of plain times are whole, as in JSON.</summary>
    private static JsonValue? ReadTime(ReadOnlySpan<byte> data, bool micro)
    {
        if (data.IsEmpty)
            return null;
        (long seconds, long nanos, _) = ReadThree(data);
        if (seconds is < -62_135_596_800 or > 253_402_300_799 || nanos is < 0 or > 999_999_999)
            throw ApiDataException.BadRequest("time is out of range");
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return JsonValue.Create(micro ? TimeText.FormatMicro(time.AddTicks(nanos / 100)) : TimeText.Format(time));
    }

    private static JsonValue? ReadIntOrString(ReadOnlySpan<byte> data)
    {
        (long type, long number, string text) = ReadThree(data);
        return type == 1 ? JsonValue.Create(text) : JsonValue.Create((long)(int)number);
    }

    /// <summary>The shape that times and int-or-strings share: two numbers, then perhaps a text.</summary>
    private static (long First, long Second, string Third) ReadThree(ReadOnlySpan<byte> data)
    {
        (long first, long second, string third) = (0, 0, "");
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            int number = reader.ReadTag();
            if (number == 1 && reader.WireType == 0)
                first = (long)reader.ReadVarint();
            else if (number == 2 && reader.WireType == 0)
                second = (long)reader.ReadVarint();
            else if (number == 3 && reader.WireType == 2)
                third = reader.ReadString();
            else
                reader.Skip();
        }

        return (first, second, third);
    }

    private JsonNode? ReadRaw(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty)
            return null;
        if (!raw.StartsWith(ProtobufCodec.Magic))
            return JsonTree.Parse(raw);
        if (++_depth > JsonTree.MaxDepth)
            throw ApiDataException.BadRequest("proto: exceeded max depth");
        JsonObject inner = DecodeObject(raw);
        _depth--;
        return inner;
    }

    /// <summary>The unions of custom resource schemas: <c>{schema, list}</c>, <c>{allows, schema}</c>, <c>{schema, strings}</c>.</summary>
    private JsonNode? ReadSchemaOr(ApiField field, ReadOnlySpan<byte> data)
    {
        bool orBool = field.Kind == FieldKind.SchemaOrBool;
        bool allows = false;
        JsonObject? one = null;
        JsonArray? many = null;
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            int number = reader.ReadTag();
            if (orBool && number == 1 && reader.WireType == 0)
                allows = reader.ReadVarint() != 0;
            else if (reader.WireType == 2 && number == (orBool ? 2 : 1))
                one = Message(SchemaProps(field), reader.ReadBytes());
            else if (reader.WireType == 2 && number == 2 && field.Kind == FieldKind.SchemaOrArray)
                (many ??= []).Add((JsonNode)Message(SchemaProps(field), reader.ReadBytes()));
            else if (reader.WireType == 2 && number == 2)
                (many ??= []).Add(reader.ReadString());
            else
                reader.Skip();
        }

        if (orBool)
            return one ?? (JsonNode)JsonValue.Create(allows);
        return many is null ? one : many;
    }

    private ApiType SchemaProps(ApiField field) =>
        schema.Type(field.Type!.Name[..(field.Type.Name.LastIndexOf('.') + 1)] + "JSONSchemaProps");

    private static JsonNode? ZeroOf(ApiField field) => field.Kind switch
    {
        _ when field.Shape == FieldShape.MapOfLists => new JsonArray(),
        FieldKind.Message => ZeroValues.Empty(field.Type!),
        FieldKind.String or FieldKind.Bytes => "",
        FieldKind.Quantity => "0",
        FieldKind.Bool => false,
        FieldKind.Int32 or FieldKind.Int64 or FieldKind.Double => 0L,
        _ => null,
    };
}
