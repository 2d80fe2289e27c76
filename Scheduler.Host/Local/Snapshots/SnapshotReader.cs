using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Validation;
using Scheduler.Host.Client;

namespace Scheduler.Host.Local.Snapshots;

/// <summary>An object of a dump, in the server's own form.</summary>
public sealed record SnapshotObject(ApiResource Resource, JsonObject Document);

/// <summary>
/// Reads a dump of a cluster (<c>kubectl get … -o json</c>) into whole documents: as they are, with their uids, times and states. Kinds that are not served
/// are counted and left out.
/// </summary>
public sealed class SnapshotReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonTree.MaxDepth, AllowMultipleValues = true };

    private readonly List<SnapshotObject> objects = [];
    private readonly HashSet<(ApiResource, string)> known = [];
    private readonly SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);

    public IReadOnlyList<SnapshotObject> Objects => objects;

    /// <summary>Kinds that are not served, and how many objects of them there were.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => leftOut;

    /// <summary>Reads a file, or the files of a folder: JSON or YAML, gzip or not.</summary>
    /// <exception cref="ReadException">Something is missing or wrong; the message names file, object and field.</exception>
    public static SnapshotReader Read(string path)
    {
        var snapshot = new SnapshotReader();
        new ClusterFiles(new KubeReader()) { Read = snapshot.Take }.ReadPath(path, new ClusterObjects());
        if (snapshot.objects.Count == 0) throw new ReadException(path, "there is no object of a kind that is served");
        return snapshot;
    }

    private void Take(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
            if (JsonNode.Parse(ref reader) is JsonObject document) Take(document, document.Text("apiVersion") ?? "", document.Text("kind") ?? "", name);
    }

    private void Take(JsonObject document, string apiVersion, string kind, string file)
    {
        if (document["items"] is JsonArray items && kind.EndsWith("List", StringComparison.Ordinal))
        {
            // Items of a typed list leave out what the list says.
            foreach (var item in items.OfType<JsonObject>()) Take(item, item.Text("apiVersion") ?? apiVersion, item.Text("kind") ?? kind[..^"List".Length], file);
            return;
        }
        if (!ApiSchema.Default.TryFindKind(apiVersion, kind, out var resource) || !resource.Can("list"))
        {
            leftOut[kind] = leftOut.GetValueOrDefault(kind) + 1;
            return;
        }
        var own = Normalize(resource, document, file);
        if (!known.Add((resource, own.Key()))) throw new ReadException(file, "there is another one of this name", $"{kind} {own.Key()}");
        objects.Add(new SnapshotObject(resource, own));
    }

    private static JsonObject Normalize(ApiResource resource, JsonObject document, string file)
    {
        if (document.ObjectName().Length == 0) throw new ReadException(file, "the object has no name", resource.Kind, "metadata.name");
        if (resource.Namespaced && document.Namespace().Length == 0) document.Metadata()["namespace"] = "default";
        var key = $"{resource.Kind} {document.Key()}";
        document["apiVersion"] = resource.ApiVersion;
        document["kind"] = resource.Kind;
        JsonObject own;
        try
        {
            own = DocumentReader.Normalize(resource.Type, document, []);
        }
        catch (ApiDataException error)
        {
            throw new ReadException(file, error.Message, key, inner: error);
        }
        FieldOrder.PutKindFirst(own, resource.Kind, resource.ApiVersion);
        Defaults.Apply(resource, own);
        if (Validator.Validate(resource, null, own) is [var cause, ..]) throw new ReadException(file, cause.Message, key, cause.Field);
        return own;
    }
}
