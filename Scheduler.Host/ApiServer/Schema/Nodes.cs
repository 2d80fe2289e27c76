using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>Reads values out of documents without caring how a node holds them; a missing or different value reads as null.</summary>
public static class Nodes
{
    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Int(this JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        if (value.TryGetValue(out long large))
            return large;
        return value.TryGetValue(out int small) ? small : null;
    }

    public static bool? Bool(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static double? Double(this JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        return value.TryGetValue(out double number) ? number : node.Int();
    }

    /// <summary>The object at a path of member names, or null.</summary>
    public static JsonObject? Object(this JsonNode? node, params ReadOnlySpan<string> path) => Find(node, path) as JsonObject;

    public static JsonArray? Array(this JsonNode? node, params ReadOnlySpan<string> path) => Find(node, path) as JsonArray;

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => Find(node, path).Text();

    public static long? Int(this JsonNode? node, params ReadOnlySpan<string> path) => Find(node, path).Int();

    public static bool? Bool(this JsonNode? node, params ReadOnlySpan<string> path) => Find(node, path).Bool();

    public static JsonNode? Find(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (node is not JsonObject members || !members.TryGetPropertyValue(name, out node))
                return null;
        }

        return node;
    }

    /// <summary>The objects in an array; anything else in it is passed over.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node is JsonArray items ? items.OfType<JsonObject>() : [];

    /// <summary>The strings in an array.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node) =>
        node is JsonArray items ? items.Select(i => i.Text()).OfType<string>() : [];

    public static string? Name(this JsonObject document) => document.Text("metadata", "name");

    internal static JsonValueKind KindOf(this JsonNode? node) => node?.GetValueKind() ?? JsonValueKind.Null;
}
