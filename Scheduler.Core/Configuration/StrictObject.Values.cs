using System.Text.Json;

namespace Scheduler.Core.Configuration;

/// <summary>The typed fields of an object.</summary>
public sealed partial class StrictObject
{
    public string? String(string field) =>
        Typed(field, JsonValueKind.String) is { } value ? value.GetString() : null;

    public bool? Boolean(string field)
    {
        JsonElement? value = Raw(field);
        if (value is null) return null;
        if (value.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.Value.GetBoolean();
        Error(field, "must be true or false");
        return null;
    }

    /// <summary>A whole number of 32 bits.</summary>
    public int? Int32(string field)
    {
        if (Typed(field, JsonValueKind.Number) is not { } value) return null;
        if (value.TryGetInt32(out int number)) return number;
        Error(field, "must be a whole number of 32 bits");
        return null;
    }

    /// <summary>A whole number of 64 bits.</summary>
    public long? Int64(string field)
    {
        if (Typed(field, JsonValueKind.Number) is not { } value) return null;
        if (value.TryGetInt64(out long number)) return number;
        Error(field, "must be a whole number of 64 bits");
        return null;
    }

    public float? Single(string field)
    {
        if (Typed(field, JsonValueKind.Number) is not { } value) return null;
        if (value.TryGetSingle(out float number) && float.IsFinite(number)) return number;
        Error(field, "must be a number of 32 bits");
        return null;
    }

    /// <summary>A duration such as <c>5s</c> or <c>1m30s</c>.</summary>
    public TimeSpan? Duration(string field)
    {
        if (String(field) is not { } text) return null;
        if (Durations.TryParse(text, out TimeSpan duration)) return duration;
        Error(field, "must be a duration such as 500ms, 5s or 1m30s");
        return null;
    }

    /// <summary>Bytes, written in base64.</summary>
    public byte[]? Bytes(string field)
    {
        if (Typed(field, JsonValueKind.String) is not { } value) return null;
        if (value.TryGetBytesFromBase64(out byte[]? bytes)) return bytes;
        errors.Add(PathOf(field), "", "must be base64");
        return null;
    }

    /// <summary>An object; empty where absent.</summary>
    public StrictObject Object(string field) => Of(Raw(field), errors, PathOf(field));

    /// <summary>An object, or null where absent.</summary>
    public StrictObject? ObjectOrNull(string field) => Raw(field) is null ? null : Object(field);

    /// <summary>A list of objects; empty where absent.</summary>
    public StrictObject[] Objects(string field) =>
        [.. Elements(field).Select((element, i) => Of(element, errors, $"{PathOf(field)}[{i}]"))];

    /// <summary>A list of objects, or null where absent.</summary>
    public StrictObject[]? ObjectsOrNull(string field) => Raw(field) is null ? null : Objects(field);

    /// <summary>A list of strings; empty where absent.</summary>
    public string[] Strings(string field)
    {
        List<string> strings = [];
        int i = 0;
        foreach (JsonElement element in Elements(field))
        {
            if (element.ValueKind == JsonValueKind.String) strings.Add(element.GetString()!);
            else errors.Add($"{PathOf(field)}[{i}]", element, "must be a string");
            i++;
        }

        return [.. strings];
    }

    private IEnumerable<JsonElement> Elements(string field) =>
        Typed(field, JsonValueKind.Array) is { } list ? list.EnumerateArray() : [];

    private JsonElement? Typed(string field, JsonValueKind kind)
    {
        JsonElement? value = Raw(field);
        if (value is null || value.Value.ValueKind == kind) return value;
        Error(field, kind switch
        {
            JsonValueKind.String => "must be a string",
            JsonValueKind.Number => "must be a number",
            _ => "must be a list",
        });
        return null;
    }
}
