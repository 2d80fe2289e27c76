using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Protobuf;

/// <summary>
/// Documents to protobuf messages, back to front (see <see cref="ProtoWriter"/>). As in the reference encoding, fields that are not optional
/// are written even when they are zero; optional ones only when the document has them.
/// </summary>
internal sealed class MessageEncoder(ApiSchema schema, ProtoWriter writer)
{
    private static readonly JsonObject Nothing = [];

    public void Message(WirePlan plan, JsonObject document)
    {
        for (int i = plan.Entries.Count - 1; i >= 0; i--)
        {
            WirePlan.Entry entry = plan.Entries[i];
            if (entry.Field is { } field)
            {
                document.TryGetPropertyValue(field.Name, out JsonNode? value);
                Field(field, value);
            }
            else
            {
                int mark = writer.Length;
                Message(entry.Inline!, document);
                writer.Close(entry.Number, mark);
            }
        }
    }

    private void Field(ApiField field, JsonNode? value)
    {
        switch (field.Shape)
        {
            case FieldShape.One:
                if (value is not null || (field.Zero != ZeroRule.Kept && field.Kind != FieldKind.Bytes))
                    One(field, field.Number, value);
                break;
            case FieldShape.List:
                JsonArray items = value as JsonArray ?? [];
                for (int i = items.Count - 1; i >= 0; i--)
                    One(field, field.Number, items[i]);
                break;
            default:
                Map(field, value as JsonObject ?? Nothing);
                break;
        }
    }

    /// <summary>Entries lie sorted by key.</summary>
    private void Map(ApiField field, JsonObject map)
    {
        foreach ((string key, JsonNode? value) in map.OrderByDescending(e => e.Key, StringComparer.Ordinal))
        {
            int entry = writer.Length;
            if (field.Shape == FieldShape.MapOfLists)
                Strings(value as JsonArray ?? []);
            else
                One(field, 2, value);
            writer.StringField(1, key);
            writer.Close(field.Number, entry);
        }
    }

    private void Strings(JsonArray items)
    {
        int mark = writer.Length;
        for (int i = items.Count - 1; i >= 0; i--)
            writer.StringField(1, items[i].Text() ?? "");
        writer.Close(2, mark);
    }

    private void One(ApiField field, int number, JsonNode? value)
    {
        switch (field.Kind)
        {
            case FieldKind.String:
                writer.StringField(number, value.Text() ?? "");
                return;
            case FieldKind.Int32 or FieldKind.Int64:
                writer.VarintField(number, value.Int() ?? 0);
                return;
            case FieldKind.Bool:
                writer.VarintField(number, value.Bool() == true ? 1 : 0);
                return;
            case FieldKind.Double:
                writer.DoubleField(number, value.Double() ?? 0);
                return;
            case FieldKind.Bytes:
                writer.BytesField(number, Bytes(value.Text()));
                return;
        }

        int mark = writer.Length;
        Special(field, value);
        writer.Close(number, mark);
    }

    private void Special(ApiField field, JsonNode? value)
    {
        switch (field.Kind)
        {
            case FieldKind.Message:
                Message(WirePlan.For(field.Type!), value as JsonObject ?? Nothing);
                break;
            case FieldKind.Quantity:
                writer.StringField(1, value.Text() ?? value.Int()?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0");
                break;
            case FieldKind.Time or FieldKind.MicroTime:
                Time(value.Text());
                break;
            case FieldKind.IntOrString:
                IntOrString(value);
                break;
            case FieldKind.RawObject or FieldKind.FieldsV1 or FieldKind.AnyJson:
                if (value is not null)
                    writer.BytesField(1, JsonTree.Write(value));
                break;
            case FieldKind.SchemaOrArray or FieldKind.SchemaOrBool or FieldKind.SchemaOrStrings:
                SchemaOr(field, value);
                break;
        }
    }

    private void Time(string? text)
    {
        if (!TimeText.TryParse(text, out DateTimeOffset time))
            return;
        long seconds = time.ToUnixTimeSeconds();
        writer.VarintField(2, (time.UtcTicks - (seconds * TimeSpan.TicksPerSecond) - DateTimeOffset.UnixEpoch.UtcTicks) * 100);
        writer.VarintField(1, seconds);
    }

    private void IntOrString(JsonNode? value)
    {
        string? text = value.Text();
        writer.StringField(3, text ?? "");
        writer.VarintField(2, value.Int() ?? 0);
        writer.VarintField(1, text is null ? 0 : 1);
    }

    private void SchemaOr(ApiField field, JsonNode? value)
    {
        int schemaNumber = field.Kind == FieldKind.SchemaOrBool ? 2 : 1;
        if (value is JsonArray items)
        {
            for (int i = items.Count - 1; i >= 0; i--)
            {
                if (items[i] is JsonObject item)
                    Schema(2, field, item);
                else
                    writer.StringField(2, items[i].Text() ?? "");
            }
        }
        else if (value is JsonObject one)
        {
            Schema(schemaNumber, field, one);
        }

        if (field.Kind == FieldKind.SchemaOrBool)
            writer.VarintField(1, value.KindOf() is JsonValueKind.True or JsonValueKind.Object ? 1 : 0);
    }

    private void Schema(int number, ApiField field, JsonObject document)
    {
        string package = field.Type!.Name[..(field.Type.Name.LastIndexOf('.') + 1)];
        int mark = writer.Length;
        Message(WirePlan.For(schema.Type(package + "JSONSchemaProps")), document);
        writer.Close(number, mark);
    }

    private static byte[] Bytes(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out int length) ? bytes[..length] : [];
    }
}
