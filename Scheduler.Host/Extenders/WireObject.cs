using System.Text.Json;

namespace Scheduler.Host.Extenders;

/// <summary>A JSON value read as Go reads it: field names in any case, unknown fields passed over, null and absent alike.</summary>
/// <remarks>Extenders are written in many languages, and all of them work with kube-scheduler: so they must with this.</remarks>
internal readonly struct WireObject(JsonElement? element)
{
    private bool IsAbsent => element is not { ValueKind: not JsonValueKind.Null };

    /// <summary>An object; empty where absent.</summary>
    public WireObject Object(string name) => new(Field(name));

    /// <summary>A string; empty where absent.</summary>
    public string Text(string name) => Field(name) switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        _ => throw Wrong(name, "a string"),
    };

    /// <summary>A whole number; 0 where absent.</summary>
    public long Number(string name) => Field(name) switch
    {
        null => 0,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out long number) => number,
        _ => throw Wrong(name, "a whole number"),
    };

    /// <summary>A list of strings, or null where absent.</summary>
    public string[]? Texts(string name)
    {
        if (Field(name) is not { } list) return null;
        if (list.ValueKind != JsonValueKind.Array) throw Wrong(name, "a list");
        return [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "a list of strings"))];
    }

    /// <summary>A list of objects; empty where absent.</summary>
    public IEnumerable<WireObject> Objects(string name) => Object(name).Items();

    /// <summary>The items of this value, which is a list; none where it is absent.</summary>
    public IEnumerable<WireObject> Items()
    {
        if (IsAbsent) return [];
        if (element!.Value.ValueKind != JsonValueKind.Array) throw new JsonException("a list was expected");
        return element.Value.EnumerateArray().Select(item => new WireObject(item));
    }

    /// <summary>The fields of this object, by name; none where it is absent.</summary>
    public IEnumerable<KeyValuePair<string, WireObject>> Pairs()
    {
        if (IsAbsent) return [];
        if (element!.Value.ValueKind != JsonValueKind.Object) throw new JsonException("an object was expected");
        return element.Value.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Name, new WireObject(field.Value)));
    }

    /// <summary>A map of strings; empty where absent.</summary>
    public Dictionary<string, string> TextMap(string name)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        if (Field(name) is not { } fields) return map;
        if (fields.ValueKind != JsonValueKind.Object) throw Wrong(name, "an object");
        foreach (JsonProperty field in fields.EnumerateObject())
            map[field.Name] = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : throw Wrong(name, "an object of strings");
        return map;
    }

    private JsonElement? Field(string name)
    {
        if (IsAbsent) return null;
        if (element!.Value.ValueKind != JsonValueKind.Object) throw new JsonException($"an object with {name} was expected");
        JsonElement? found = null;
        foreach (JsonProperty field in element.Value.EnumerateObject())
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) found = field.Value;
        return found is { ValueKind: JsonValueKind.Null } ? null : found;
    }

    private static JsonException Wrong(string name, string expected) => new($"{name} must be {expected}");
}
