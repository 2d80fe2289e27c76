using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

/// <summary>RFC 6902. An operation that does not fit is refused with the one text that the reference server has for all of them.</summary>
internal static class JsonPatch
{
    public const int MaxOperations = 10_000;

    /// <summary>Copies may add this much text in all: a patch of copies could double the document with every line.</summary>
    private const int MaxCopiedBytes = 3 * 1024 * 1024;

    /// <exception cref="ApiDataException">The body is not a list of operations, or has too many.</exception>
    public static void Check(JsonNode? body)
    {
        if (body is not JsonArray operations)
            throw ApiDataException.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        if (operations.Count > MaxOperations)
            throw ApiDataException.TooLarge($"Request entity too large: The allowed maximum operations in a JSON patch is {MaxOperations}, got {operations.Count}");
        if (operations.Any(o => o is not JsonObject))
            throw ApiDataException.BadRequest("json: cannot unmarshal value into Go value of type jsonpatch.Operation");
    }

    public static JsonObject Apply(JsonObject current, JsonArray operations)
    {
        JsonNode? root = current.DeepClone();
        int copied = 0;
        foreach (JsonObject operation in operations.Objects())
            root = ApplyOne(root, operation, ref copied);
        return root as JsonObject ?? throw Refuse();
    }

    private static JsonNode? ApplyOne(JsonNode? root, JsonObject operation, ref int copied)
    {
        string[] path = Split(operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add":
                return Add(root, path, operation["value"]?.DeepClone());
            case "remove":
                return Remove(root, path, out _);
            case "replace":
                return Replace(root, path, operation["value"]?.DeepClone());
            case "move":
                root = Remove(root, Split(operation.Text("from")), out JsonNode? moved);
                return Add(root, path, moved);
            case "copy":
                JsonNode? source = Get(root, Split(operation.Text("from")));
                copied += source is null ? 4 : JsonTree.Write(source).Length;
                return copied > MaxCopiedBytes ? throw Refuse() : Add(root, path, source?.DeepClone());
            case "test":
                return JsonNode.DeepEquals(Get(root, path), operation["value"]) ? root : throw Refuse();
            default:
                throw Refuse();
        }
    }

    private static JsonNode? Get(JsonNode? root, string[] path)
    {
        JsonNode? node = root;
        foreach (string token in path)
            node = Child(node, token);
        return node;
    }

    private static JsonNode? Child(JsonNode? node, string token)
    {
        if (node is JsonObject members)
            return members.TryGetPropertyValue(token, out JsonNode? member) ? member : throw Refuse();
        return node is JsonArray items ? items[Index(token, items.Count - 1, items.Count)] : throw Refuse();
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        JsonNode? parent = Get(root, path[..^1]);
        if (parent is JsonObject members)
            members[path[^1]] = value;
        else if (parent is JsonArray items)
            items.Insert(path[^1] == "-" ? items.Count : Index(path[^1], items.Count, items.Count + 1), value);
        else
            throw Refuse();
        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path, out JsonNode? removed)
    {
        if (path.Length == 0)
            throw Refuse();
        JsonNode? parent = Get(root, path[..^1]);
        removed = Child(parent, path[^1]);
        if (parent is JsonObject members)
            members.Remove(path[^1]);
        else if (parent is JsonArray items)
            items.RemoveAt(Index(path[^1], items.Count - 1, items.Count));
        return root;
    }

    private static JsonNode? Replace(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        JsonNode? parent = Get(root, path[..^1]);
        Child(parent, path[^1]);
        if (parent is JsonObject members)
            members[path[^1]] = value;
        else if (parent is JsonArray items)
            items[Index(path[^1], items.Count - 1, items.Count)] = value;
        return root;
    }

    /// <summary>Negative indices count from the end, as the reference server allows.</summary>
    private static int Index(string token, int max, int count)
    {
        if (!int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index))
            throw Refuse();
        if (index < 0)
            index += count;
        return index >= 0 && index <= max ? index : throw Refuse();
    }

    private static string[] Split(string? pointer)
    {
        if (pointer is null || (pointer.Length > 0 && pointer[0] != '/'))
            throw Refuse();
        return pointer.Length == 0
            ? []
            : [.. pointer[1..].Split('/').Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static ApiDataException Refuse() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request");
}
