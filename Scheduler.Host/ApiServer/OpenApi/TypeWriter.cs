using System.Text.Json;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.OpenApi;

/// <summary>Types of the table as OpenAPI schemas, with the Kubernetes extensions that merging and server-side apply read.</summary>
internal sealed class TypeWriter(Utf8JsonWriter json, string referencePrefix, bool wrapReferences)
{
    public void Write(ApiType type)
    {
        json.WriteStartObject(type.Name);
        if (type.Kind == FieldKind.Message)
            WriteObject(type);
        else
            WriteSpecial(type.Kind);
        if (type.Atomic)
            json.WriteString("x-kubernetes-map-type", "atomic");
        if (type.Kinds.Count > 0)
        {
            json.WriteStartArray("x-kubernetes-group-version-kind");
            foreach (GroupVersionKind kind in type.Kinds)
                json.WriteKind(new(kind.Group, kind.Version, kind.Kind));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteObject(ApiType type)
    {
        json.WriteString("type", "object");
        if (type.Required.Count > 0)
            WriteTexts("required", type.Required);
        json.WriteStartObject("properties");
        foreach (ApiField field in type.Fields)
        {
            json.WriteStartObject(field.Name);
            WriteField(field);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteField(ApiField field)
    {
        switch (field.Shape)
        {
            case FieldShape.One:
                WriteValue(field);
                break;
            case FieldShape.List:
                WriteArrayOf(field);
                break;
            default:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                if (field.Shape == FieldShape.MapOfLists)
                    WriteArrayOf(field);
                else
                    WriteValue(field);
                json.WriteEndObject();
                break;
        }

        if (field.Default is not null)
        {
            json.WritePropertyName("default");
            field.Default.WriteTo(json);
        }

        if (field.Enum.Count > 0)
            WriteTexts("enum", field.Enum);
        WriteExtensions(field);
    }

    private void WriteArrayOf(ApiField field)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        WriteValue(field);
        json.WriteEndObject();
    }

    private void WriteExtensions(ApiField field)
    {
        if (field.ListKind != ListKind.Unstated)
            json.WriteString("x-kubernetes-list-type", field.ListKind switch { ListKind.Map => "map", ListKind.Set => "set", _ => "atomic" });
        if (field.ListMapKeys.Count > 0)
            WriteTexts("x-kubernetes-list-map-keys", field.ListMapKeys);
        if (field.MapType is not null)
            json.WriteString("x-kubernetes-map-type", field.MapType);
        if (field.PatchMergeKey is not null)
            json.WriteString("x-kubernetes-patch-merge-key", field.PatchMergeKey);
        if (field.PatchStrategy is not null)
            json.WriteString("x-kubernetes-patch-strategy", field.PatchStrategy);
    }

    private void WriteValue(ApiField field)
    {
        if (field.Type is { } type)
            WriteReference(type);
        else
            WriteScalar(field.Kind);
    }

    /// <summary>Version 3 puts a reference inside <c>allOf</c>, so that extensions may stand beside it.</summary>
    private void WriteReference(ApiType type)
    {
        if (wrapReferences)
        {
            json.WriteStartArray("allOf");
            json.WriteStartObject();
        }

        json.WriteString("$ref", referencePrefix + type.Name);
        if (wrapReferences)
        {
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private void WriteScalar(FieldKind kind)
    {
        (string? type, string? format) = kind switch
        {
            FieldKind.String => ("string", null),
            FieldKind.Int32 => ("integer", "int32"),
            FieldKind.Int64 => ("integer", "int64"),
            FieldKind.Bool => ("boolean", null),
            FieldKind.Double => ("number", "double"),
            FieldKind.Bytes => ("string", "byte"),
            _ => ((string?)null, (string?)null),
        };
        if (type is not null)
            json.WriteString("type", type);
        if (format is not null)
            json.WriteString("format", format);
    }

    private void WriteSpecial(FieldKind kind)
    {
        switch (kind)
        {
            case FieldKind.Time or FieldKind.MicroTime:
                json.WriteString("type", "string");
                json.WriteString("format", "date-time");
                break;
            case FieldKind.Quantity:
                WriteOneOf("string", "number");
                break;
            case FieldKind.IntOrString:
                json.WriteString("format", "int-or-string");
                WriteOneOf("integer", "string");
                break;
            case FieldKind.RawObject or FieldKind.FieldsV1 or FieldKind.Empty:
                json.WriteString("type", "object");
                break;
        }
    }

    /// <summary>Version 2 has no alternatives: it says string.</summary>
    private void WriteOneOf(params ReadOnlySpan<string> types)
    {
        if (!wrapReferences)
        {
            json.WriteString("type", "string");
            return;
        }

        json.WriteStartArray("oneOf");
        foreach (string type in types)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteTexts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
