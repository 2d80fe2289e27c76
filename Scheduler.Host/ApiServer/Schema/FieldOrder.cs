using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>Puts members that were added to a document where the table has them, so that equal objects are equal bytes.</summary>
public static class FieldOrder
{
    /// <summary>Reorders in place, below and at the top; members that the type does not have go last, in their order. Maps are sorted by key.</summary>
    public static void Restore(ApiType type, JsonObject document)
    {
        foreach (ApiField field in type.Fields)
        {
            if (document[field.Name] is { } value && (field.Kind == FieldKind.Message || field.Shape == FieldShape.Map))
                RestoreValue(field, value);
        }

        Sort(document, name => type.ByName.TryGetValue(name, out ApiField? field) ? field.Index : int.MaxValue);
    }

    /// <summary>Sets kind and apiVersion, and puts them before everything else.</summary>
    public static void PutKindFirst(JsonObject document, string kind, string apiVersion)
    {
        document.Remove("kind");
        document.Remove("apiVersion");
        document.Insert(0, "kind", kind);
        document.Insert(1, "apiVersion", apiVersion);
    }

    private static void RestoreValue(ApiField field, JsonNode value)
    {
        switch (field.Shape)
        {
            case FieldShape.One when value is JsonObject member:
                Restore(field.Type!, member);
                break;
            case FieldShape.List:
                foreach (JsonObject item in value.Objects())
                    Restore(field.Type!, item);
                break;
            case FieldShape.Map when value is JsonObject map:
                SortKeys(map);
                foreach ((_, JsonNode? entry) in map)
                {
                    if (entry is JsonObject member && field.Kind == FieldKind.Message)
                        Restore(field.Type!, member);
                }

                break;
        }
    }

    private static void Sort(JsonObject document, Func<string, int> place)
    {
        int last = -1;
        bool sorted = true;
        foreach ((string name, _) in document)
        {
            int next = place(name);
            sorted &= next >= last;
            last = next;
        }

        if (!sorted)
            Rebuild(document, document.OrderBy(m => place(m.Key)).ToArray());
    }

    private static void SortKeys(JsonObject map)
    {
        string? last = null;
        bool sorted = true;
        foreach ((string name, _) in map)
        {
            sorted &= last is null || string.CompareOrdinal(last, name) <= 0;
            last = name;
        }

        if (!sorted)
            Rebuild(map, map.OrderBy(m => m.Key, StringComparer.Ordinal).ToArray());
    }

    private static void Rebuild(JsonObject document, KeyValuePair<string, JsonNode?>[] members)
    {
        document.Clear();
        foreach ((string name, JsonNode? value) in members)
            document.Add(name, value);
    }
}
