using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Deletes what no owner is left of, and lets owners go that wait for it: in the foreground when their dependents have gone, as orphan makers when no
/// dependent names them any more. An owner of a kind that the server does not know counts as present.
/// </summary>
public sealed class GarbageCollector(ClusterView view) : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    public string Name => "GarbageCollector";

    public IReadOnlyList<ApiResource> Watches { get; } = Resources.All;

    /// <summary>Keys are uids.</summary>
    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        var owners = Owners.Of(document).Select(owner => owner.Text("uid") ?? "").ToList();
        if (deleted)
            return view.Mirror.DependentsOf(document.Uid()).Select(one => one.Document.Uid()).Concat(owners).ToList();
        var waits = document.IsTerminating() && document.Finalizers().Any(one => one is Foreground or Orphan);
        return waits || owners.Count > 0 ? [document.Uid()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.FindUid(key) is not { } found) return null;
        var (resource, document) = found;
        if (document.IsTerminating())
        {
            if (document.Finalizers().Contains(Orphan)) await LetGo(resource, document, cancellation).ConfigureAwait(false);
            else if (document.Finalizers().Contains(Foreground)) await DeleteDependents(resource, document, cancellation).ConfigureAwait(false);
        }
        else if (Owners.Of(document).Any() && !await HasOwner(document, cancellation).ConfigureAwait(false))
        {
            await view.Delete(resource, document, "Background", cancellation).ConfigureAwait(false);
        }
        return null;
    }

    private async Task LetGo(ApiResource resource, JsonObject owner, CancellationToken cancellation)
    {
        foreach (var (kind, dependent) in view.Mirror.DependentsOf(owner.Uid()).ToList())
        {
            var others = new JsonArray([.. Owners.Of(dependent).Where(one => one.Text("uid") != owner.Uid()).Select(one => one.DeepClone())]);
            var metadata = new JsonObject { ["resourceVersion"] = dependent.ResourceVersion(), ["ownerReferences"] = others };
            await view.Merge(kind, dependent, new JsonObject { ["metadata"] = metadata }, null, cancellation).ConfigureAwait(false);
        }
        await RemoveFinalizer(resource, owner, Orphan, cancellation).ConfigureAwait(false);
    }

    private async Task DeleteDependents(ApiResource resource, JsonObject owner, CancellationToken cancellation)
    {
        foreach (var (kind, dependent) in view.Mirror.DependentsOf(owner.Uid()).Where(one => !one.Document.IsTerminating()).ToList())
            await view.Delete(kind, dependent, "Foreground", cancellation).ConfigureAwait(false);
        var blocks = view.Mirror.DependentsOf(owner.Uid()).SelectMany(one => Owners.Of(one.Document)).Any(one => one.Text("uid") == owner.Uid() && one.Flag("blockOwnerDeletion"));
        if (!blocks) await RemoveFinalizer(resource, owner, Foreground, cancellation).ConfigureAwait(false);
    }

    private async Task RemoveFinalizer(ApiResource resource, JsonObject owner, string finalizer, CancellationToken cancellation)
    {
        var left = new JsonArray([.. owner.Finalizers().Where(one => one != finalizer).Select(one => (JsonNode)one)]);
        var metadata = new JsonObject { ["resourceVersion"] = owner.ResourceVersion(), ["finalizers"] = left };
        await view.Merge(resource, owner, new JsonObject { ["metadata"] = metadata }, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Whoever is not in the mirror is asked for: the mirror may lag behind.</summary>
    private async Task<bool> HasOwner(JsonObject document, CancellationToken cancellation)
    {
        foreach (var owner in Owners.Of(document))
        {
            if (view.Mirror.FindUid(owner.Text("uid") ?? "") is not null) return true;
            if (!ApiSchema.Default.TryFindKind(owner.Text("apiVersion") ?? "", owner.Text("kind") ?? "", out var kind)) return true;
            var answer = await view.Client.Get(kind.Path(document.Namespace(), owner.Text("name")), cancellation).ConfigureAwait(false);
            if (answer.IsGone) continue;
            if (answer.OrThrow($"get {kind.Name} {owner.Text("name")}").Document.Uid() == owner.Text("uid")) return true;
        }
        return false;
    }
}
