using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>Reads and writes the parts that all objects share, on documents.</summary>
public static class Meta
{
    /// <summary>The metadata object, made if it is missing.</summary>
    public static JsonObject Metadata(this JsonObject document)
    {
        if (document["metadata"] is JsonObject metadata) return metadata;
        var made = new JsonObject();
        document["metadata"] = made;
        return made;
    }

    public static string ObjectName(this JsonObject document) => document.Metadata().Text("name") ?? "";

    public static string Namespace(this JsonObject document) => document.Metadata().Text("namespace") ?? "";

    public static string Uid(this JsonObject document) => document.Metadata().Text("uid") ?? "";

    public static string ResourceVersion(this JsonObject document) => document.Metadata().Text("resourceVersion") ?? "";

    public static bool IsTerminating(this JsonObject document) => document.Metadata()["deletionTimestamp"] is not null;

    public static JsonObject? Labels(this JsonObject document) => document.Metadata()["labels"] as JsonObject;

    public static IReadOnlyList<string> Finalizers(this JsonObject document) => document.Metadata().Texts("finalizers");

    /// <summary>A text field, or null when it is absent or something else.</summary>
    public static string? Text(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A whole number, or null when it is absent or something else.</summary>
    public static long? Number(this JsonObject node, string name) =>
        node[name].Int();

    public static bool Flag(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static JsonObject? Child(this JsonObject node, string name) => node[name] as JsonObject;

    /// <summary>The object at a field, made if it is missing.</summary>
    public static JsonObject ChildOrNew(this JsonObject node, string name)
    {
        if (node[name] is JsonObject child) return child;
        var made = new JsonObject();
        node[name] = made;
        return made;
    }

    public static IEnumerable<JsonObject> Children(this JsonObject node, string name) =>
        node[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    public static IReadOnlyList<string> Texts(this JsonObject node, string name) =>
        node[name] is JsonArray array
            ? [.. array.OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>())]
            : [];

    public static void SetTexts(this JsonObject node, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) node.Remove(name);
        else node[name] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
    }

    /// <summary>Moves a field from one document to another as a copy; absent stays absent.</summary>
    public static void CopyField(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } value) to[name] = value.DeepClone();
        else to.Remove(name);
    }

    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string MicroTimestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(this JsonObject node, string name) =>
        node.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
