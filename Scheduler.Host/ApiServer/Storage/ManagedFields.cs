using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>
/// Remembers in <c>metadata.managedFields</c> which client last wrote which fields. Plain updates only: an entry per client, version and
/// subresource; a field belongs to whoever changed it last.
/// </summary>
public sealed class ManagedFields
{
    /// <summary>Who writes, through which version and subresource.</summary>
    public readonly record struct Writer(string Manager, string ApiVersion, string? Subresource);

    private static readonly HashSet<string> Unowned =
    [
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    public void Created(ApiType type, JsonObject document, Writer writer, DateTimeOffset now)
    {
        var fields = new JsonObject();
        Changes(type, null, document, fields, top: true);
        fields.Remove("f:status");
        document.Metadata().Remove("managedFields");
        if (fields.Count > 0) document.Metadata()["managedFields"] = new JsonArray(Entry(writer, now, fields));
    }

    /// <summary>Gives the fields that differ to the writer. Expects the new document without an opinion of its own.</summary>
    public void Updated(ServedResource resource, JsonObject old, JsonObject document, Writer writer, DateTimeOffset now)
    {
        Meta.CopyField(old.Metadata(), document.Metadata(), "managedFields");
        var changed = new JsonObject();
        Changes(resource.Api.Type, old, document, changed, top: true);
        if (changed.Count == 0) return;

        var entries = document.Metadata()["managedFields"] as JsonArray ?? [];
        JsonObject? mine = null;
        foreach (var entry in entries.OfType<JsonObject>().ToList())
        {
            if (IsOf(entry, writer))
            {
                mine = entry;
                continue;
            }
            if (entry.Child("fieldsV1") is not { } theirs) continue;
            Subtract(theirs, changed);
            if (theirs.Count == 0) entries.Remove(entry);
        }

        if (mine is null) entries.Add((JsonNode)Entry(writer, now, changed));
        else
        {
            Union(mine.ChildOrNew("fieldsV1"), changed);
            mine["time"] = Meta.Timestamp(now);
        }
        document.Metadata()["managedFields"] = entries.Parent is null ? entries : entries.DeepClone();
    }

    private static bool IsOf(JsonObject entry, Writer writer) =>
        entry.Text("manager") == writer.Manager && entry.Text("operation") == "Update" && entry.Text("apiVersion") == writer.ApiVersion
        && (entry.Text("subresource") ?? "") == (writer.Subresource ?? "");

    private static JsonObject Entry(Writer writer, DateTimeOffset now, JsonObject fields)
    {
        var entry = new JsonObject
        {
            ["manager"] = writer.Manager,
            ["operation"] = "Update",
            ["apiVersion"] = writer.ApiVersion,
            ["time"] = Meta.Timestamp(now),
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields,
        };
        if (writer.Subresource is not null) entry["subresource"] = writer.Subresource;
        return entry;
    }

    /// <summary>Collects the fields of <paramref name="document"/> that differ from <paramref name="old"/>, all of them if there is none.</summary>
    private void Changes(ApiType? type, JsonObject? old, JsonObject document, JsonObject into, bool top = false, bool meta = false)
    {
        foreach (var (name, value) in document)
        {
            if (value is null || (top && name is "kind" or "apiVersion") || (meta && Unowned.Contains(name))) continue;
            var was = old?[name];
            if (was is not null && JsonNode.DeepEquals(was, value)) continue;
            var field = type is not null && type.ByName.TryGetValue(name, out var found) ? found : null;
            var child = Change(field, was, value, top && name == "metadata");
            if (child is not null) into["f:" + name] = child;
        }
    }

    /// <summary>The set below one field, or null when nothing of it is owned.</summary>
    private JsonObject? Change(ApiField? field, JsonNode? was, JsonNode value, bool meta)
    {
        switch (value)
        {
            case JsonObject inner when field is { Shape: FieldShape.Map }:
                return MapChange(was as JsonObject, inner);
            case JsonObject inner when field is { Kind: FieldKind.Message, Type: { Atomic: false } type } && field.MapType != "atomic":
                var set = new JsonObject();
                Changes(type, was as JsonObject, inner, set, meta: meta);
                return meta && set.Count == 0 ? null : set;
            case JsonArray list when field is { ListKind: ListKind.Map, ListMapKeys.Count: > 0 }:
                return ListChange(field, was as JsonArray, list);
            default:
                return [];
        }
    }

    private static JsonObject MapChange(JsonObject? was, JsonObject map)
    {
        var set = new JsonObject();
        if (was is null) set["."] = new JsonObject();
        foreach (var (key, value) in map)
            if (was is null || !JsonNode.DeepEquals(was[key], value)) set["f:" + key] = new JsonObject();
        return set;
    }

    private JsonObject ListChange(ApiField field, JsonArray? was, JsonArray list)
    {
        var set = new JsonObject();
        var before = new Dictionary<string, JsonObject>();
        foreach (var item in was?.OfType<JsonObject>() ?? []) before[KeyOf(field, item)] = item;
        foreach (var item in list.OfType<JsonObject>())
        {
            var key = KeyOf(field, item);
            var old = before.GetValueOrDefault(key);
            if (old is not null && JsonNode.DeepEquals(old, item)) continue;
            var inner = new JsonObject();
            if (old is null) inner["."] = new JsonObject();
            Changes(field.Type, old, item, inner);
            set["k:" + key] = inner;
        }
        return set;
    }

    private static string KeyOf(ApiField field, JsonObject item)
    {
        var key = new JsonObject();
        foreach (var name in field.ListMapKeys.Order(StringComparer.Ordinal))
            if (item[name] is { } value) key[name] = value.DeepClone();
        return key.ToJsonString(Relaxed);
    }

    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Takes from a set what another one holds; branches that become empty go too.</summary>
    private static void Subtract(JsonObject from, JsonObject what)
    {
        foreach (var (name, value) in what)
        {
            if (from[name] is not JsonObject mine || value is not JsonObject theirs) continue;
            if (theirs.Count > 0 && mine.Count > 0) Subtract(mine, theirs);
            if (mine.Count == 0 || theirs.Count == 0) from.Remove(name);
        }
    }

    private static void Union(JsonObject into, JsonObject what)
    {
        foreach (var (name, value) in what)
        {
            if (into[name] is JsonObject mine && value is JsonObject theirs) Union(mine, theirs);
            else into[name] = value?.DeepClone();
        }
    }

}
