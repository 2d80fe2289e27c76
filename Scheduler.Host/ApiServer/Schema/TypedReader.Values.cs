using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

internal ref partial struct TypedReader
{
    private JsonNode? ReadOne(ApiField field)
    {
        JsonTokenType token = _reader.TokenType;
        switch (field.Kind)
        {
            case FieldKind.String:
                return token == JsonTokenType.String ? JsonValue.Create(_reader.GetString()) : throw WrongType("string");
            case FieldKind.Int32:
                return token == JsonTokenType.Number && _reader.TryGetInt32(out int number) ? JsonValue.Create((long)number) : throw WrongType("int32");
            case FieldKind.Int64:
                return token == JsonTokenType.Number && _reader.TryGetInt64(out long large) ? JsonValue.Create(large) : throw WrongType("int64");
            case FieldKind.Bool:
                return token is JsonTokenType.True or JsonTokenType.False ? JsonValue.Create(token == JsonTokenType.True) : throw WrongType("bool");
            case FieldKind.Double:
                return ReadDouble();
            case FieldKind.Bytes:
                return ReadBytes();
            case FieldKind.Message:
                return token == JsonTokenType.StartObject ? ReadMessage(field.Type!) : throw WrongType(field.Type!.GoName);
            case FieldKind.Quantity:
                return ReadQuantity();
            case FieldKind.Time or FieldKind.MicroTime:
                return ReadTime(micro: field.Kind == FieldKind.MicroTime);
            case FieldKind.IntOrString:
                return ReadIntOrString();
            case FieldKind.Empty:
                return ReadEmpty(field);
            case FieldKind.RawObject or FieldKind.FieldsV1 or FieldKind.AnyJson:
                return JsonTree.ReadValue(ref _reader);
            default:
                return ReadSchemaOr(field);
        }
    }

    private JsonObject ReadEmpty(ApiField field)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw WrongType(field.Type!.GoName);
        _reader.Skip();
        return [];
    }

    private JsonValue? ReadDouble()
    {
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetDouble(out double number) || !double.IsFinite(number))
            throw WrongType("float64");
        return _reader.TryGetInt64(out long whole) ? JsonValue.Create(whole) : JsonValue.Create(number);
    }

    private JsonValue? ReadBytes()
    {
        if (_reader.TokenType != JsonTokenType.String)
            throw WrongType("[]uint8");
        string text = _reader.GetString()!;
        string plain = text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        if (plain.Length % 4 != 0 || !Convert.TryFromBase64String(plain, new byte[plain.Length], out _))
            throw ApiDataException.BadRequest($"illegal base64 data at input byte {FirstBadBase64(plain)}");
        return JsonValue.Create(plain);
    }

    private static int FirstBadBase64(string text)
    {
        int bad = text.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
        return bad < 0 ? text.Length / 4 * 4 : bad;
    }

    /// <summary>Numbers are accepted beside strings: <c>cpu: 1</c>.</summary>
    private JsonValue? ReadQuantity()
    {
        string text = _reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString()!.Trim(),
            JsonTokenType.Number => JsonTree.Text(JsonTree.ReadNumber(ref _reader)),
            _ => throw ApiDataException.BadRequest(QuantityText.FormatWrong),
        };
        return JsonValue.Create(QuantityText.Canonical(text));
    }

    private JsonValue? ReadTime(bool micro)
    {
        if (_reader.TokenType != JsonTokenType.String)
            throw ApiDataException.BadRequest($"json: cannot unmarshal {Found()} into Go value of type string");
        return JsonValue.Create(TimeText.Canonical(_reader.GetString()!, micro));
    }

    private JsonValue? ReadIntOrString()
    {
        if (_reader.TokenType == JsonTokenType.String)
            return JsonValue.Create(_reader.GetString());
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int number))
            return JsonValue.Create((long)number);
        throw ApiDataException.BadRequest($"json: cannot unmarshal {Found()} into Go value of type int32");
    }

    /// <summary>The three unions of custom resource schemas.</summary>
    private JsonNode? ReadSchemaOr(ApiField field)
    {
        ApiType schema = SchemaProps(field);
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMessage(schema);
            case JsonTokenType.StartArray:
                return ReadSchemaArray(field.Kind, schema);
            case JsonTokenType.True or JsonTokenType.False when field.Kind == FieldKind.SchemaOrBool:
                return JsonValue.Create(_reader.TokenType == JsonTokenType.True);
            default:
                throw WrongType(schema.GoName);
        }
    }

    private JsonArray ReadSchemaArray(FieldKind kind, ApiType schema)
    {
        var items = new JsonArray();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            bool isSchema = kind == FieldKind.SchemaOrArray && _reader.TokenType == JsonTokenType.StartObject;
            bool isString = kind == FieldKind.SchemaOrStrings && _reader.TokenType == JsonTokenType.String;
            if (!isSchema && !isString)
                throw WrongType(isSchema ? schema.GoName : "string");
            items.Add(isSchema ? ReadMessage(schema) : JsonValue.Create(_reader.GetString()));
        }

        return items;
    }

    private static ApiType SchemaProps(ApiField field) =>
        ApiSchema.Default.Type(field.Type!.Name[..(field.Type.Name.LastIndexOf('.') + 1)] + "JSONSchemaProps");

    /// <summary>What was found, as refusals call it.</summary>
    private string Found() => _reader.TokenType switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.True or JsonTokenType.False => "bool",
        JsonTokenType.StartArray => "array",
        JsonTokenType.StartObject => "object",
        JsonTokenType.Number => "number",
        _ => "null",
    };

    private ApiDataException WrongType(string wanted)
    {
        string found = Found();
        if (found == "number" && wanted is ("int32" or "int64" or "float64"))
            found += " " + JsonTree.Text(JsonTree.ReadNumber(ref _reader));
        Step[] names = _path.Where(s => s.Owner is not null).ToArray();
        string owner = names.Length > 0 ? names[^1].Owner!.ShortName : "";
        string path = string.Join('.', names.Select(s => s.Name));
        return ApiDataException.BadRequest($"json: cannot unmarshal {found} into Go struct field {owner}.{path} of type {wanted}");
    }

    private static string GoTypeOf(ApiField field)
    {
        string element = field.Kind switch
        {
            FieldKind.String => "string",
            FieldKind.Int32 => "int32",
            FieldKind.Int64 => "int64",
            FieldKind.Bool => "bool",
            FieldKind.Double => "float64",
            FieldKind.Bytes => "[]uint8",
            _ => field.Type?.GoName ?? "interface {}",
        };
        return field.Shape switch
        {
            FieldShape.List => "[]" + element,
            FieldShape.Map when field.Kind == FieldKind.Quantity => "v1.ResourceList",
            FieldShape.Map => "map[string]" + element,
            FieldShape.MapOfLists => "map[string][]" + element,
            _ => element,
        };
    }
}
