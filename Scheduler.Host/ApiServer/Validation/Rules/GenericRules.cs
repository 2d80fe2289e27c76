using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>What the table itself says of a kind that has no rules of its own: texts that must be one of a few.</summary>
internal static class GenericRules
{
    public static void Enums(ApiType type, JsonObject document, FieldPath path, Problems problems)
    {
        foreach ((string name, JsonNode? value) in document)
        {
            if (value is null || name == "status" || !type.ByName.TryGetValue(name, out ApiField? field))
                continue;
            if (field.Enum.Count > 0 && field.Shape == FieldShape.One)
                problems.OneOf(path.Child(name), value, [.. field.Enum]);
            else if (field.Kind == FieldKind.Message)
                Inside(field, value, path.Child(name), problems);
        }
    }

    private static void Inside(ApiField field, JsonNode value, FieldPath path, Problems problems)
    {
        switch (value)
        {
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    if (items[i] is JsonObject item)
                        Enums(field.Type!, item, path.Index(i), problems);
                }

                break;
            case JsonObject map when field.Shape == FieldShape.Map:
                foreach ((string key, JsonNode? entry) in map)
                {
                    if (entry is JsonObject member)
                        Enums(field.Type!, member, path.Key(key), problems);
                }

                break;
            case JsonObject member:
                Enums(field.Type!, member, path, problems);
                break;
        }
    }
}
