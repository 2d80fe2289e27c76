using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client.Protobuf;

/// <summary>
/// Turns an object from protobuf into the text that the one reader reads, leaving out what nobody reads: there it costs nothing to pass over a field, in
/// text every letter must be looked at. The text is overwritten by the next object. One thread.
/// </summary>
internal sealed class ProtobufText
{
    private const int DepthMax = 64;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;
    private int depth;

    public ProtobufText() => json = new Utf8JsonWriter(buffer, Options);

    /// <exception cref="JsonException">The message is broken.</exception>
    public ReadOnlySpan<byte> Of(ApiType type, ReadOnlySpan<byte> message)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        depth = 0;
        try
        {
            Message(TextPlan.For(type), message);
            json.Flush();
            return buffer.WrittenSpan;
        }
        catch (Exception error) when (error is ApiDataException or ArgumentException)
        {
            throw new JsonException("a broken protobuf message", error);
        }
    }

    private void Message(TextPlan plan, ReadOnlySpan<byte> data)
    {
        if (++depth > DepthMax) throw new JsonException("nests too deep");
        json.WriteStartObject();
        Fields(plan, data);
        json.WriteEndObject();
        depth--;
    }

    private void Fields(TextPlan plan, ReadOnlySpan<byte> data)
    {
        Span<bool> seen = stackalloc bool[plan.Count]; // As many as a type has fields: PodSpec has 46.
        var reader = new ProtoReader(data);
        ApiField? open = null;
        while (!reader.AtEnd)
        {
            var number = reader.ReadTag();
            var entry = plan.Find(number);
            if (open is not null && !ReferenceEquals(entry.Field, open))
            {
                Close(open);
                open = null;
            }
            if (entry.Field is { } field)
            {
                if (open is null)
                {
                    if (seen[number] && field.Shape != FieldShape.One) throw new JsonException("elements of a list are not together");
                    seen[number] = true;
                    json.WritePropertyName(entry.Name);
                    open = Open(field);
                }
                Value(field, ref reader);
            }
            else if (entry.Inline is { } inline) Fields(inline, reader.ReadBytes());
            else reader.Skip();
        }
        if (open is not null) Close(open);
    }

    /// <summary>Begins a list or map, which stays open as long as its elements come; null for single values.</summary>
    private ApiField? Open(ApiField field)
    {
        if (field.Shape == FieldShape.One) return null;
        if (field.Shape == FieldShape.List) json.WriteStartArray();
        else json.WriteStartObject();
        return field;
    }

    private void Close(ApiField field)
    {
        if (field.Shape == FieldShape.List) json.WriteEndArray();
        else json.WriteEndObject();
    }

    private void Value(ApiField field, ref ProtoReader reader)
    {
        switch (field.Shape)
        {
            case FieldShape.One:
                One(field, ref reader);
                break;
            case FieldShape.List when reader.WireType == 2 && field.Kind is FieldKind.Int32 or FieldKind.Int64 or FieldKind.Bool or FieldKind.Double:
                var packed = new ProtoReader(reader.ReadBytes());
                while (!packed.AtEnd) Number(field, ref packed);
                break;
            case FieldShape.List:
                One(field, ref reader);
                break;
            default:
                Pair(field, reader.ReadBytes());
                break;
        }
    }

    private void One(ApiField field, ref ProtoReader reader)
    {
        if (field.Kind is FieldKind.Int32 or FieldKind.Int64 or FieldKind.Bool or FieldKind.Double)
        {
            reader.Expect(field.Kind == FieldKind.Double ? 1 : 0, field.Name);
            Number(field, ref reader);
            return;
        }
        reader.Expect(2, field.Name);
        var data = reader.ReadBytes();
        switch (field.Kind)
        {
            case FieldKind.String: json.WriteStringValue(data); break;
            case FieldKind.Bytes: json.WriteBase64StringValue(data); break;
            case FieldKind.Message: Message(TextPlan.For(field.Type!), data); break;
            case FieldKind.Quantity: json.WriteStringValue(QuantityOf(data)); break;
            case FieldKind.Time or FieldKind.MicroTime: Time(data); break;
            case FieldKind.IntOrString: IntOrString(data); break;
            case FieldKind.RawObject or FieldKind.AnyJson when MessageDecoder.RawOf(data) is [(byte)'{' or (byte)'[' or (byte)'"', ..] raw: json.WriteRawValue(raw); break;
            default: json.WriteNullValue(); break;
        }
    }

    /// <summary>A map entry is a message of key and value; either may be absent when it is zero.</summary>
    private void Pair(ApiField field, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> key = [];
        var reader = new ProtoReader(data);
        var rest = reader;
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 1 && reader.WireType == 2) key = reader.ReadBytes();
            else reader.Skip();
        }
        json.WritePropertyName(key);
        while (!rest.AtEnd)
        {
            if (rest.ReadTag() != 2) rest.Skip();
            else if (field.Shape == FieldShape.Map)
            {
                One(field, ref rest);
                return;
            }
            else rest.Skip();
        }
        if (field.Kind == FieldKind.String && field.Shape == FieldShape.Map) json.WriteStringValue("");
        else json.WriteNullValue();
    }

    private void Number(ApiField field, ref ProtoReader reader)
    {
        if (field.Kind == FieldKind.Double)
        {
            json.WriteNumberValue(reader.ReadDouble());
            return;
        }
        var value = reader.ReadVarint();
        if (field.Kind == FieldKind.Bool) json.WriteBooleanValue(value != 0);
        else json.WriteNumberValue(field.Kind == FieldKind.Int32 ? (int)value : (long)value);
    }

    private static ReadOnlySpan<byte> QuantityOf(ReadOnlySpan<byte> data)
    {
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 1 && reader.WireType == 2) return reader.ReadBytes();
            reader.Skip();
        }
        return "0"u8;
    }

    private void Time(ReadOnlySpan<byte> data)
    {
        var (seconds, nanos, _) = Three(data);
        if (data.IsEmpty || seconds is < -62_135_596_800 or > 253_402_300_799 || nanos is < 0 or > 999_999_999)
        {
            json.WriteNullValue();
            return;
        }
        Span<char> text = stackalloc char[40];
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).UtcDateTime;
        time.TryFormat(text, out var length, nanos == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    private void IntOrString(ReadOnlySpan<byte> data)
    {
        var (type, number, text) = Three(data);
        if (type == 1) json.WriteStringValue(text);
        else json.WriteNumberValue((int)number);
    }

    /// <summary>The shape that times and int-or-strings share: two numbers, then perhaps a text.</summary>
    private static (long First, long Second, string Third) Three(ReadOnlySpan<byte> data)
    {
        (long first, long second, string third) = (0, 0, "");
        var reader = new ProtoReader(data);
        while (!reader.AtEnd)
        {
            var number = reader.ReadTag();
            if (number == 1 && reader.WireType == 0) first = (long)reader.ReadVarint();
            else if (number == 2 && reader.WireType == 0) second = (long)reader.ReadVarint();
            else if (number == 3 && reader.WireType == 2) third = reader.ReadString();
            else reader.Skip();
        }
        return (first, second, third);
    }
}
