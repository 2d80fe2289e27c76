using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Garbage;

/// <summary>What is known of an owner that an object names.</summary>
public enum OwnerState
{
    Present,

    /// <summary>Not there, or another object of that name.</summary>
    Gone,

    /// <summary>Cannot be looked for: its kind is not served, or it is in no namespace that it could be in. Its dependents stay.</summary>
    Unresolvable,
}

/// <summary>Finds owners. Whoever is not in the mirror is asked for, because the mirror may lag behind; a uid that is gone never comes back.</summary>
public sealed class OwnerLookup(ClusterView view)
{
    /// <summary>Uids that are known to be gone; forgotten all at once when there are too many.</summary>
    private const int GoneMax = 10_000;

    private readonly HashSet<string> gone = new(StringComparer.Ordinal);

    /// <summary>The state of an owner, and the owner itself where it is present.</summary>
    public async Task<(OwnerState State, JsonObject? Document)> Find(JsonObject dependent, JsonObject reference, CancellationToken cancellation)
    {
        var uid = reference.Text("uid") ?? "";
        if (view.Mirror.FindUid(uid) is { } found) return (IsReachable(dependent, found.Resource, found.Document) ? OwnerState.Present : OwnerState.Gone, found.Document);
        if (gone.Contains(uid)) return (OwnerState.Gone, null);
        if (!ApiSchema.Default.TryFindKind(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "", out var kind)) return (OwnerState.Unresolvable, null);
        if (kind.Namespaced && dependent.Namespace().Length == 0)
        {
            view.Events.Warning("garbage-collector-controller", dependent, "OwnerRefInvalidNamespace", $"ownerRef [{reference.Text("apiVersion")}/{kind.Kind}, name: {reference.Text("name")}, uid: {uid}] does not exist in namespace \"\"");
            return (OwnerState.Unresolvable, null);
        }
        var answer = await view.Client.Get(kind.Path(dependent.Namespace(), reference.Text("name")), cancellation).ConfigureAwait(false);
        if (!answer.IsGone && answer.OrThrow($"get {kind.Name} {reference.Text("name")}").Document.Uid() == uid) return (OwnerState.Present, answer.Document);
        if (gone.Count >= GoneMax) gone.Clear();
        gone.Add(uid);
        return (OwnerState.Gone, null);
    }

    /// <summary>An owner in another namespace is no owner.</summary>
    private static bool IsReachable(JsonObject dependent, ApiResource resource, JsonObject owner) =>
        !resource.Namespaced || owner.Namespace() == dependent.Namespace() || dependent.Namespace().Length == 0;
}
