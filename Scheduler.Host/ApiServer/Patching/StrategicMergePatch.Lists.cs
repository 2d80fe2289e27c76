using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

internal sealed partial class StrategicMergePatch
{
    private JsonArray MergeList(JsonArray original, JsonArray patch, ApiField? field, bool deletes)
    {
        if (original.Count == 0 && patch.Count == 0)
            return original;
        List<JsonNode?> before = Take(original), changes = Take(patch);
        bool objects = ElementsAreObjects(before, changes);
        List<JsonNode?> serverOrder = [.. before];
        if (!objects)
            return MergeScalars(before, changes, serverOrder, deletes);
        if (field?.PatchMergeKey is not { } key)
            throw Unprocessable($"cannot merge lists without merge key for {field?.Type?.ShortName ?? "unknown"}");
        (List<JsonNode?> kept, List<JsonNode?> merges) = ApplyListDirectives(before, changes, key);
        List<JsonNode?> order = [.. merges.Select(m => m?.DeepClone())];
        List<JsonNode?> merged = MergeElements(kept, merges, key, field.Type);
        return InOrder(merged, order, serverOrder, key);
    }

    private static JsonArray MergeScalars(List<JsonNode?> before, List<JsonNode?> changes, List<JsonNode?> serverOrder, bool deletes)
    {
        if (deletes)
        {
            HashSet<string> gone = [.. changes.Select(JsonTree.Text)];
            return [.. before.Where(b => !gone.Contains(JsonTree.Text(b)))];
        }

        var seen = new HashSet<string>();
        List<JsonNode?> merged = [.. before.Concat(changes.Select(c => c?.DeepClone())).Where(v => seen.Add(JsonTree.Text(v)))];
        return InOrder(merged, changes, serverOrder, null);
    }

    /// <summary><c>$patch: delete</c> removes the elements with its key; <c>$patch: replace</c> makes the patch the whole list.</summary>
    private static (List<JsonNode?> Kept, List<JsonNode?> Merges) ApplyListDirectives(List<JsonNode?> original, List<JsonNode?> patch, string key)
    {
        var plain = new List<JsonNode?>();
        bool replaces = false;
        foreach (JsonNode? element in patch)
        {
            if (element is not JsonObject change || change[Directive] is not { } directive)
            {
                plain.Add(element);
                continue;
            }

            switch (directive.Text())
            {
                case "delete":
                    string value = KeyOf(change, key);
                    original = [.. original.Where(o => IdentityOf(o, key) != value)];
                    break;
                case "replace":
                    replaces = true;
                    break;
                case "merge":
                    throw Unprocessable("merging lists cannot yet be specified in the patch");
                default:
                    throw Unprocessable($"unknown patch type: {GoText.Of(directive)} in map: {GoText.Of(change)}");
            }
        }

        return replaces ? (plain, []) : (original, plain);
    }

    private List<JsonNode?> MergeElements(List<JsonNode?> original, List<JsonNode?> patch, string key, ApiType? type)
    {
        foreach (JsonNode? element in patch)
        {
            var change = (JsonObject)element!;
            string value = KeyOf(change, key);
            int at = original.FindIndex(o => IdentityOf(o, key) == value);
            if (at >= 0)
                original[at] = MergeObject((JsonObject)original[at]!, change, type);
            else
                original.Add(Clean(change));
        }

        return original;
    }

    /// <summary>Handles every <c>$setElementOrder/x</c> together with the list <c>x</c> of the same patch.</summary>
    private void ApplyElementOrders(JsonObject original, JsonObject patch, ApiType? type)
    {
        foreach ((string name, JsonNode? order) in patch.ToArray())
        {
            if (!name.StartsWith(OrderPrefix, StringComparison.Ordinal))
                continue;
            patch.Remove(name);
            string listName = name[OrderPrefix.Length..];
            if (order is not JsonArray wanted || original[listName] is not (null or JsonArray) || patch[listName] is not (null or JsonArray))
                throw ApiDataException.BadRequest("invalid patch format of setElementOrder list");
            ApiField? field = type is not null && type.ByName.TryGetValue(listName, out ApiField? found) ? found : null;
            ApplyElementOrder(original, patch, listName, Take(wanted), field);
        }
    }

    private void ApplyElementOrder(JsonObject original, JsonObject patch, string listName, List<JsonNode?> wanted, ApiField? field)
    {
        var before = original[listName] as JsonArray;
        var changes = patch[listName] as JsonArray;
        string? key = field?.PatchMergeKey;
        CheckOrder(changes, wanted, key);
        List<JsonNode?> serverOrder = before is null ? [] : [.. before.Select(b => b?.DeepClone())];
        patch.Remove(listName);
        original.Remove(listName);
        if (before is null && changes is null)
            return;
        JsonArray merged = changes is null ? before! : before is null ? CleanList(changes) : MergeList(before, changes, field, deletes: false);
        original[listName] = InOrder(Take(merged), wanted, serverOrder, key);
    }

    /// <summary>The elements of the patch must stand in the order that the directive states.</summary>
    private static void CheckOrder(JsonArray? changes, List<JsonNode?> wanted, string? key)
    {
        int next = 0;
        foreach (JsonNode? change in changes ?? [])
        {
            if (change is JsonObject element && element.ContainsKey(Directive))
                continue;
            string identity = IdentityOf(change, key);
            while (next < wanted.Count && IdentityOf(wanted[next], key) != identity)
                next++;
            if (next++ >= wanted.Count)
                throw ApiDataException.BadRequest($"The order in patch list:\n{GoText.Of(changes)}\n doesn't match {OrderPrefix}list:\n{GoText.Of(new JsonArray([.. wanted.Select(w => w?.DeepClone())]))}\n");
        }
    }

    /// <summary>
    /// Elements that the patch names come in the patch's order, the others in the server's; where the two meet, an element of the server's own
    /// goes first only if it stood before the other one on the server.
    /// </summary>
    private static JsonArray InOrder(List<JsonNode?> merged, List<JsonNode?> patchOrder, List<JsonNode?> serverOrder, string? key)
    {
        Dictionary<string, int> inPatch = Positions(patchOrder, key), onServer = Positions(serverOrder, key);
        var named = merged.Where(m => inPatch.ContainsKey(IdentityOf(m, key))).OrderBy(m => inPatch[IdentityOf(m, key)]).ToList();
        var others = merged.Where(m => !inPatch.ContainsKey(IdentityOf(m, key))).OrderBy(m => onServer.GetValueOrDefault(IdentityOf(m, key), int.MaxValue)).ToList();
        var ordered = new JsonArray();
        int i = 0, j = 0;
        while (i < others.Count || j < named.Count)
        {
            bool takeOther = j >= named.Count
                || (i < others.Count
                    && onServer.TryGetValue(IdentityOf(others[i], key), out int other)
                    && onServer.TryGetValue(IdentityOf(named[j], key), out int mine)
                    && other < mine);
            ordered.Add(takeOther ? others[i++] : named[j++]);
        }

        return ordered;
    }

    private static Dictionary<string, int> Positions(List<JsonNode?> list, string? key)
    {
        var positions = new Dictionary<string, int>();
        for (int i = 0; i < list.Count; i++)
            positions.TryAdd(IdentityOf(list[i], key), i);
        return positions;
    }

    /// <summary>The text of the merge key; of the whole element where there is none.</summary>
    private static string IdentityOf(JsonNode? element, string? key) =>
        key is not null && element is JsonObject item && item.TryGetPropertyValue(key, out JsonNode? value) ? JsonTree.Text(value) : JsonTree.Text(element);

    private static string KeyOf(JsonObject element, string key) =>
        element.TryGetPropertyValue(key, out JsonNode? value)
            ? JsonTree.Text(value)
            : throw Unprocessable($"map: {GoText.Of(element)} does not contain declared merge key: {key}");

    private static bool ElementsAreObjects(List<JsonNode?> before, List<JsonNode?> changes)
    {
        bool any = false, all = true;
        foreach (JsonNode? element in before.Concat(changes))
        {
            if (element is JsonArray)
                throw Unprocessable("lists of lists are not supported");
            any |= element is JsonObject;
            all &= element is JsonObject;
        }

        return any && !all ? throw Unprocessable("list element types are not identical") : any;
    }

    /// <summary>Empties an array, so that its elements can be put into another one.</summary>
    private static List<JsonNode?> Take(JsonArray array)
    {
        List<JsonNode?> elements = [.. array];
        array.Clear();
        return elements;
    }
}
