using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>Objects in and out of the <see cref="IStore"/>: keys, the stored form, and the store's errors in the API's words.</summary>
public sealed class ObjectStore(IStore store)
{
    /// <summary>Events disappear by themselves after this, as in every cluster.</summary>
    public static readonly TimeSpan EventsLiveFor = TimeSpan.FromHours(1);

    public IStore Store => store;

    public async ValueTask<StoredObject?> Find(ServedResource resource, string? ns, string name, CancellationToken cancellation = default)
    {
        var got = await store.Get(resource.Key(ns, name), 0, cancellation);
        return got.Entry is { } entry ? StoredObject.Of(resource, entry) : null;
    }

    /// <exception cref="ApiError">404.</exception>
    public async ValueTask<StoredObject> Get(ServedResource resource, string? ns, string name, CancellationToken cancellation = default) =>
        await Find(resource, ns, name, cancellation) ?? throw StatusErrors.NotFound(resource.Group, resource.Name, name);

    /// <summary>Everything of a resource in a namespace (or everywhere), now. For small collections that admission looks at.</summary>
    public async ValueTask<List<JsonObject>> All(ServedResource resource, string? ns, CancellationToken cancellation = default)
    {
        var listed = await store.List(new ListRequest(resource.Range(ns)), cancellation);
        return [.. listed.Entries.Select(entry => StoredObject.Of(resource, entry).ParseStored())];
    }

    /// <summary>Stores a new object. Null when the name is taken.</summary>
    public async ValueTask<StoredObject?> TryCreate(ServedResource resource, JsonObject document, CancellationToken cancellation = default)
    {
        var value = Serialize(resource, document);
        var key = resource.Key(document.Namespace(), document.ObjectName());
        var written = await store.Put(key, value, Expect.Absent, TimeToLive(resource), cancellation);
        return written.Succeeded ? StoredObject.Of(resource, written.Entry!) : null;
    }

    /// <summary>Replaces an object that is still at the revision it was read at. Null when it is not.</summary>
    public async ValueTask<StoredObject?> TryReplace(StoredObject old, JsonObject document, CancellationToken cancellation = default)
    {
        var value = Serialize(old.Resource, document);
        var key = old.Resource.Key(document.Namespace(), document.ObjectName());
        var written = await store.Put(key, value, old.Revision, TimeToLive(old.Resource), cancellation);
        return written.Succeeded ? StoredObject.Of(old.Resource, written.Entry!) : null;
    }

    /// <summary>As the other, for bytes that are in the stored form already.</summary>
    public async ValueTask<StoredObject?> TryReplace(StoredObject old, string? ns, string name, ReadOnlyMemory<byte> value, CancellationToken cancellation = default)
    {
        var written = await store.Put(old.Resource.Key(ns, name), value, old.Revision, TimeToLive(old.Resource), cancellation);
        return written.Succeeded ? StoredObject.Of(old.Resource, written.Entry!) : null;
    }

    /// <summary>Deletes an object that is still at the revision it was read at; the revision of the deletion, or null when it is not.</summary>
    public async ValueTask<long?> TryDelete(StoredObject old, string? ns, string name, CancellationToken cancellation = default)
    {
        var written = await store.Delete(old.Resource.Key(ns, name), old.Revision, cancellation);
        return written.Succeeded ? written.Revision : null;
    }

    public async ValueTask<long> Revision(CancellationToken cancellation = default) => (await store.Status(cancellation)).Revision;

    /// <summary>The stored form: converted, kind, apiVersion and metadata in front, no resource version.</summary>
    public static byte[] Serialize(ServedResource resource, JsonObject document)
    {
        var stored = resource.ToStored is { } convert ? convert(document) : document;
        var version = stored.Metadata()["resourceVersion"];
        stored.Metadata().Remove("resourceVersion");
        var bytes = DocumentReader.Write(InOrder(resource, stored));
        // The caller's document keeps what it had: it may still be the answer.
        if (version is not null && ReferenceEquals(stored, document)) stored.Metadata()["resourceVersion"] = version;
        return bytes;
    }

    private static JsonObject InOrder(ServedResource resource, JsonObject document)
    {
        var keys = document.Take(3).Select(pair => pair.Key);
        if (keys.SequenceEqual(["kind", "apiVersion", "metadata"]) && document.Text("kind") == resource.Stored.Kind
            && document.Text("apiVersion") == resource.Stored.ApiVersion) return document;

        var fields = document.ToList();
        document.Clear();
        document["kind"] = resource.Stored.Kind;
        document["apiVersion"] = resource.Stored.ApiVersion;
        document["metadata"] = fields.First(pair => pair.Key == "metadata").Value;
        foreach (var (name, value) in fields)
            if (name is not ("kind" or "apiVersion" or "metadata")) document[name] = value;
        return document;
    }

    private static TimeSpan? TimeToLive(ServedResource resource) => resource.Name == "events" ? EventsLiveFor : null;
}
