using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

/// <summary>
/// Kubernetes' own merge: objects member by member, lists by the merge keys of the table, with the directives <c>$patch</c>, <c>$retainKeys</c>,
/// <c>$setElementOrder/x</c> and <c>$deleteFromPrimitiveList/x</c>. Lists are in <c>.Lists.cs</c>.
/// </summary>
internal sealed partial class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    private readonly ApiSchema _schema;

    private StrategicMergePatch(ApiSchema schema) => _schema = schema;

    public static JsonObject Apply(ApiSchema schema, JsonObject current, JsonObject patch, ApiType type) =>
        new StrategicMergePatch(schema).MergeObject((JsonObject)current.DeepClone(), (JsonObject)patch.DeepClone(), type);

    /// <summary>Merges in place; both arguments belong to this call. A null type is a map or raw data: no merge keys below it.</summary>
    private JsonObject MergeObject(JsonObject original, JsonObject patch, ApiType? type)
    {
        if (patch[Directive] is { } directive)
            return Replace(patch, directive);
        ApplyRetainKeys(original, patch);
        ApplyElementOrders(original, patch, type);
        foreach ((string name, JsonNode? value) in patch.ToArray())
        {
            patch.Remove(name);
            bool deletes = name.StartsWith(DeletePrefix, StringComparison.Ordinal);
            string key = deletes ? name[DeletePrefix.Length..] : name;
            if (value is null)
                original.Remove(key);
            else
                MergeMember(original, key, value, type, deletes);
        }

        return original;
    }

    private void MergeMember(JsonObject original, string name, JsonNode value, ApiType? type, bool deletes)
    {
        ApiField? field = type is not null && type.ByName.TryGetValue(name, out ApiField? found) ? found : null;
        JsonNode? before = original[name];
        if (before is JsonObject target && value is JsonObject members)
        {
            bool replaces = field?.PatchStrategy?.Contains("replace") ?? false;
            ApiType? inner = field?.Shape == FieldShape.One ? field.Type : null;
            original[name] = replaces ? members : MergeObject(Own(original, name, target), members, inner);
        }
        else if (before is JsonArray items && value is JsonArray elements)
        {
            original[name] = deletes || field is { PatchMerges: true } ? MergeList(Own(original, name, items), elements, field, deletes) : CleanList(elements);
        }
        else if (!deletes)
        {
            original[name] = Clean(value);
        }
    }

    /// <summary>Takes a node out of its parent, so that it can be put somewhere again.</summary>
    private static T Own<T>(JsonObject parent, string name, T node)
        where T : JsonNode
    {
        parent.Remove(name);
        return node;
    }

    private static JsonObject Replace(JsonObject patch, JsonNode directive)
    {
        patch.Remove(Directive);
        return directive.Text() switch
        {
            "replace" => patch,
            "delete" => [],
            _ => throw Unprocessable($"unknown patch type: {GoText.Of(directive)} in map: {GoText.Of(patch)}"),
        };
    }

    private static void ApplyRetainKeys(JsonObject original, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out JsonNode? keys))
            return;
        patch.Remove(RetainKeys);
        if (keys is not JsonArray)
            throw ApiDataException.BadRequest("invalid patch format of retainKeys");
        HashSet<string> kept = [.. keys.Texts()];
        foreach ((string name, JsonNode? value) in patch)
        {
            bool isDirective = name.StartsWith(DeletePrefix, StringComparison.Ordinal) || name.StartsWith(OrderPrefix, StringComparison.Ordinal);
            if (value is not null && !isDirective && !kept.Contains(name))
                throw ApiDataException.BadRequest("invalid patch format of retainKeys");
        }

        foreach ((string name, _) in original.ToArray())
        {
            if (!kept.Contains(name))
                original.Remove(name);
        }
    }

    /// <summary>A value that has nothing to merge with: nulls and directives mean nothing there. The value has no parent and is used up.</summary>
    private static JsonNode? Clean(JsonNode? value)
    {
        if (value is JsonArray items)
            return CleanList(items);
        if (value is not JsonObject members)
            return value;
        var clean = new JsonObject();
        foreach ((string name, JsonNode? member) in members.ToArray())
        {
            members.Remove(name);
            bool isDirective = name is Directive or RetainKeys || name.StartsWith(OrderPrefix, StringComparison.Ordinal) || name.StartsWith(DeletePrefix, StringComparison.Ordinal);
            if (member is not null && !isDirective)
                clean[name] = Clean(member);
        }

        return clean;
    }

    /// <summary>Takes the elements out of the list.</summary>
    private static JsonArray CleanList(JsonArray items)
    {
        var clean = new JsonArray();
        foreach (JsonNode? item in Take(items))
        {
            if (item.Text(Directive) is not ("delete" or "replace"))
                clean.Add(Clean(item));
        }

        return clean;
    }

    private static ApiDataException Unprocessable(string message) => new(422, "Invalid", message);
}
