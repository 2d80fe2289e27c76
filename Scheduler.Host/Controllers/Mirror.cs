using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// The objects as controllers see them: what the informers told, and the answers to their own writes, whichever is newer. So a controller never
/// acts twice on what it has just done. Documents are shared: nobody may change one. One thread.
/// </summary>
public sealed class Mirror
{
    private readonly Dictionary<ApiResource, Dictionary<string, JsonObject>> objects = [];
    private readonly Dictionary<string, (ApiResource Resource, string Key)> byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> dependents = new(StringComparer.Ordinal);

    /// <summary>What nobody controls, by kind and namespace: those who look for pods or sets to adopt look here.</summary>
    private readonly Dictionary<(ApiResource, string), SortedDictionary<string, JsonObject>> uncontrolled = [];

    /// <summary>Pods by the node that they are bound to.</summary>
    private readonly Dictionary<string, Dictionary<string, JsonObject>> onNode = new(StringComparer.Ordinal);

    /// <summary>Uids of objects that we deleted and whose deletion the informer has not told yet.</summary>
    private readonly Dictionary<string, ApiResource> deletedByUs = new(StringComparer.Ordinal);

    public JsonObject? Find(ApiResource resource, string key) => Table(resource).GetValueOrDefault(key);

    public (ApiResource Resource, JsonObject Document)? FindUid(string uid) =>
        byUid.TryGetValue(uid, out var place) ? (place.Resource, Table(place.Resource)[place.Key]) : null;

    public IEnumerable<JsonObject> All(ApiResource resource) => Table(resource).Values;

    /// <summary>What names this object among its owners.</summary>
    public IEnumerable<(ApiResource Resource, JsonObject Document)> DependentsOf(string uid)
    {
        foreach (var dependent in dependents.GetValueOrDefault(uid) ?? [])
            if (FindUid(dependent) is { } found) yield return found;
    }

    /// <summary>The objects of a kind that this object controls.</summary>
    public IReadOnlyList<JsonObject> ControlledBy(string uid, ApiResource resource) =>
    [
        .. DependentsOf(uid).Where(one => one.Resource == resource && Owners.ControllerOf(one.Document)?.Text("uid") == uid)
            .Select(one => one.Document).OrderBy(one => one.Key(), StringComparer.Ordinal),
    ];

    /// <summary>The objects of a kind in a namespace that have no controller, by name.</summary>
    public IReadOnlyList<JsonObject> Uncontrolled(ApiResource resource, string ns) =>
        uncontrolled.TryGetValue((resource, ns), out var found) ? [.. found.Values] : [];

    /// <summary>The pods that are bound to a node.</summary>
    public IReadOnlyList<JsonObject> PodsOn(string node) => onNode.TryGetValue(node, out var pods) ? [.. pods.Values] : [];

    /// <summary>Takes in what an informer told. False where it is old news.</summary>
    public bool Apply(Change change)
    {
        if (change.Kind == ChangeKind.Synced) return false;
        var document = change.Document;
        if (change.Kind == ChangeKind.Set) return !deletedByUs.ContainsKey(document.Uid()) && Set(change.Resource, document);
        deletedByUs.Remove(document.Uid());
        if (Find(change.Resource, change.Key) is { } known && known.Uid() == document.Uid()) Remove(change.Resource, known);
        return true;
    }

    /// <summary>Takes in the answer to a write.</summary>
    public void Learn(ApiResource resource, JsonObject document) => Set(resource, document);

    /// <summary>Takes in that a delete has ended an object.</summary>
    public void Forget(ApiResource resource, JsonObject document)
    {
        if (Find(resource, document.Key()) is not { } known || known.Uid() != document.Uid()) return;
        deletedByUs[document.Uid()] = resource;
        Remove(resource, known);
    }

    private bool Set(ApiResource resource, JsonObject document)
    {
        if (Find(resource, document.Key()) is { } known)
        {
            if (VersionOf(known) > VersionOf(document)) return false;
            if (VersionOf(known) == VersionOf(document)) return true; // Our own write comes back: the other controllers have not heard of it yet.
            Remove(resource, known);
        }
        Table(resource)[document.Key()] = document;
        byUid[document.Uid()] = (resource, document.Key());
        if (resource == Resources.Pods && Pods.NodeOf(document) is { Length: > 0 } node)
        {
            if (!onNode.TryGetValue(node, out var pods)) onNode[node] = pods = new(StringComparer.Ordinal);
            pods[document.Key()] = document;
        }
        if (Owners.ControllerOf(document) is null)
        {
            var place = (resource, document.Namespace());
            if (!uncontrolled.TryGetValue(place, out var free)) uncontrolled[place] = free = new(StringComparer.Ordinal);
            free[document.ObjectName()] = document;
        }
        foreach (var owner in Owners.Of(document))
        {
            if (!dependents.TryGetValue(owner.Text("uid") ?? "", out var set)) dependents[owner.Text("uid") ?? ""] = set = new(StringComparer.Ordinal);
            set.Add(document.Uid());
        }
        return true;
    }

    private void Remove(ApiResource resource, JsonObject document)
    {
        Table(resource).Remove(document.Key());
        byUid.Remove(document.Uid());
        if (resource == Resources.Pods && onNode.TryGetValue(Pods.NodeOf(document), out var pods))
        {
            pods.Remove(document.Key());
            if (pods.Count == 0) onNode.Remove(Pods.NodeOf(document));
        }
        if (uncontrolled.TryGetValue((resource, document.Namespace()), out var free)) free.Remove(document.ObjectName());
        foreach (var owner in Owners.Of(document))
        {
            if (!dependents.TryGetValue(owner.Text("uid") ?? "", out var set)) continue;
            set.Remove(document.Uid());
            if (set.Count == 0) dependents.Remove(owner.Text("uid") ?? "");
        }
    }

    private Dictionary<string, JsonObject> Table(ApiResource resource)
    {
        if (!objects.TryGetValue(resource, out var table)) objects[resource] = table = new(StringComparer.Ordinal);
        return table;
    }

    private static long VersionOf(JsonObject document) => long.Parse(document.ResourceVersion(), CultureInfo.InvariantCulture);
}
