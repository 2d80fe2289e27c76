using System.Globalization;
using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Writes fields of objects. What is absent (null, or empty where that means the same) is left out.</summary>
internal static class JsonFields
{
    public static void Text(this Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    public static void TextOrNull(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void Flag(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag) json.WriteBoolean(name, flag);
    }

    /// <summary>A flag whose absence means false.</summary>
    public static void FlagIfSet(this Utf8JsonWriter json, string name, bool value) => json.Flag(name, value ? true : null);

    public static void Number(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    /// <summary>A number whose absence means zero.</summary>
    public static void NumberIfSet(this Utf8JsonWriter json, string name, long value) => json.Number(name, value == 0 ? null : value);

    /// <summary>RFC 3339 in UTC, as Kubernetes writes times; a fraction only where there is one.</summary>
    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is not { } time) return;
        string format = time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
        json.WriteString(name, time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }

    public static void Texts(this Utf8JsonWriter json, string name, string[] values) =>
        json.Items(name, values, static (writer, value) => writer.WriteStringValue(value));

    /// <summary>A list, left out where it is null.</summary>
    public static void ItemsOrNull<T>(this Utf8JsonWriter json, string name, T[]? items, Action<Utf8JsonWriter, T> write)
    {
        if (items is null) return;
        json.WriteStartArray(name);
        foreach (T item in items) write(json, item);
        json.WriteEndArray();
    }

    /// <summary>A list, left out where it is empty.</summary>
    public static void Items<T>(this Utf8JsonWriter json, string name, T[] items, Action<Utf8JsonWriter, T> write) =>
        json.ItemsOrNull(name, items.Length == 0 ? null : items, write);

    /// <summary>A list of objects, left out where it is empty; <paramref name="fields"/> writes what is inside the braces.</summary>
    public static void Objects<T>(this Utf8JsonWriter json, string name, T[] items, Action<Utf8JsonWriter, T> fields) =>
        json.Items(name, items, (writer, item) =>
        {
            writer.WriteStartObject();
            fields(writer, item);
            writer.WriteEndObject();
        });

    /// <summary>An object, left out where it is null; <paramref name="fields"/> writes what is inside the braces.</summary>
    public static void Object<T>(this Utf8JsonWriter json, string name, T? value, Action<Utf8JsonWriter, T> fields) where T : class
    {
        if (value is null) return;
        json.WriteStartObject(name);
        fields(json, value);
        json.WriteEndObject();
    }

    /// <summary>A map, left out where it is null.</summary>
    public static void MapOrNull(this Utf8JsonWriter json, string name, StringMap? map) =>
        json.Object(name, map, static (writer, pairs) =>
        {
            foreach (KeyValuePair<string, string> pair in pairs.Pairs) writer.WriteString(pair.Key, pair.Value);
        });

    /// <summary>A map, left out where it is empty.</summary>
    public static void Map(this Utf8JsonWriter json, string name, StringMap map) => json.MapOrNull(name, map.Count == 0 ? null : map);

    public static void Amount(this Utf8JsonWriter json, string name, Quantity? value, bool isBytes)
    {
        if (value is { } quantity) json.WriteString(name, isBytes ? quantity.ToBinaryString() : quantity.ToString());
    }

    public static void Amounts(this Utf8JsonWriter json, string name, ResourceList amounts) =>
        json.Object(name, amounts.Count == 0 ? null : amounts, static (writer, list) =>
        {
            foreach (KeyValuePair<string, Quantity> item in list.Items) writer.Amount(item.Key, item.Value, IsBytes(item.Key));
        });

    /// <summary>Requests and limits, left out where they are null.</summary>
    public static void Requirements(this Utf8JsonWriter json, string name, ResourceRequirements? value) =>
        json.Object(name, value, static (writer, requirements) =>
        {
            writer.Amounts("requests", requirements.Requests);
            writer.Amounts("limits", requirements.Limits);
        });

    public static void Json(this Utf8JsonWriter json, string name, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined) return;
        json.WritePropertyName(name);
        element.WriteTo(json);
    }

    private static bool IsBytes(string resource) =>
        resource is "memory" or "storage" or "ephemeral-storage" || resource.StartsWith("hugepages-", StringComparison.Ordinal);
}
