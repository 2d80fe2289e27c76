using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Store;

namespace Scheduler.Host.Local.Snapshots;

/// <summary>
/// Puts the objects of a dump into an empty store, past defaults and admission of new objects: they keep uid, times, owners, nodes and states, and get
/// resource versions of this store.
/// </summary>
public static class SnapshotLoader
{
    /// <summary>While it exists, a load has begun and not ended.</summary>
    private const string MarkKey = "/registry/up/loading";

    /// <summary>Why a store cannot be loaded into, or null.</summary>
    /// <returns>A sentence for the user.</returns>
    public static async Task<string?> Obstacle(IStore store, bool loads, CancellationToken cancellation)
    {
        if ((await store.Get(MarkKey, 0, cancellation).ConfigureAwait(false)).Entry is not null)
            return "an earlier --load into this data folder was cut off in the middle: remove the folder and load again";
        if (loads && await store.Count("/", cancellation).ConfigureAwait(false) > 0)
            return "--load starts a new cluster, and this data folder has one already: leave --load out to go on with it, or name another folder";
        return null;
    }

    /// <summary>Writes everything. Namespaces that objects are in and the dump has not are made.</summary>
    public static async Task Load(IStore store, SnapshotReader snapshot, DateTimeOffset now, Random random, CancellationToken cancellation)
    {
        var catalog = new ResourceCatalog(ApiSchema.Default);
        var identifiers = new Identifiers(random);
        await store.Put(MarkKey, "{}"u8.ToArray(), Expect.Anything, null, cancellation).ConfigureAwait(false);
        foreach (var part in snapshot.Objects.Concat(MissingNamespaces(snapshot)).Chunk(StoreWrite.MaxPerCommit))
            await store.Commit([.. part.Select(one => Write(catalog, identifiers, one, now))], cancellation).ConfigureAwait(false);
        await store.Delete(MarkKey, Expect.Anything, cancellation).ConfigureAwait(false);
    }

    private static StoreWrite Write(ResourceCatalog catalog, Identifiers identifiers, SnapshotObject one, DateTimeOffset now)
    {
        if (!catalog.TryFind(one.Resource.Group, one.Resource.Version, one.Resource.Name, out var served)) throw new InvalidOperationException($"{one.Resource} is not served");
        var metadata = one.Document.Metadata();
        if (one.Document.Uid().Length == 0) metadata["uid"] = identifiers.Uid();
        if (metadata["creationTimestamp"] is null) metadata["creationTimestamp"] = Meta.Timestamp(now);
        return StoreWrite.Put(served.Key(one.Document.Namespace(), one.Document.ObjectName()), ObjectStore.Serialize(served, one.Document), Expect.Absent);
    }

    private static IEnumerable<SnapshotObject> MissingNamespaces(SnapshotReader snapshot)
    {
        var present = snapshot.Objects.Where(one => one.Resource == Resources.Namespaces).Select(one => one.Document.ObjectName()).ToHashSet(StringComparer.Ordinal);
        foreach (var name in snapshot.Objects.Select(one => one.Document.Namespace()).Where(ns => ns.Length > 0).Distinct(StringComparer.Ordinal).Where(ns => !present.Contains(ns)))
        {
            yield return new SnapshotObject(Resources.Namespaces, new JsonObject
            {
                ["kind"] = "Namespace",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
                ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
                ["status"] = new JsonObject { ["phase"] = "Active" },
            });
        }
    }
}
