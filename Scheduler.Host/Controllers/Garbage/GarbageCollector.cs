using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Garbage;

/// <summary>
/// Deletes what no owner is left of, and lets owners go that wait for it: in the foreground when the dependents that block them have gone, as orphan makers
/// when no dependent names them any more. Owners are told apart by uid: another object of the same name is none.
/// <code>
/// owners of an object          what becomes of it
/// one present                  stays; those that are gone, or only wait for it, are struck off
/// all gone, or waiting         is deleted: in the foreground where an owner waits and it has dependents of its own
/// </code>
/// </summary>
public sealed class GarbageCollector(ClusterView view) : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";
    private const int SiblingsMax = 64;

    private readonly OwnerLookup owners = new(view);

    public string Name => "garbage-collector";

    public IReadOnlyList<ApiResource> Watches { get; } = Resources.All;

    /// <summary>Keys are uids.</summary>
    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        var named = Owners.Of(document).Select(owner => owner.Text("uid") ?? "").ToList();
        if (deleted)
            return view.Mirror.DependentsOf(document.Uid()).Select(one => one.Document.Uid()).Concat(named).ToList();
        var waits = document.IsTerminating() && document.Finalizers().Any(one => one is Foreground or Orphan);
        if (!waits) return named.Count > 0 ? [document.Uid(), .. named.Where(Waits)] : [];
        return [document.Uid(), .. view.Mirror.DependentsOf(document.Uid()).Select(one => one.Document.Uid()), .. named.Where(Waits)];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.FindUid(key) is not { } found) return null;
        var (resource, document) = found;
        if (document.IsTerminating() && document.Finalizers().Contains(Orphan)) await LetGo(resource, document, cancellation).ConfigureAwait(false);
        else if (WaitsForDependents(document)) await FinishForeground(resource, document, cancellation).ConfigureAwait(false);
        else if (!document.IsTerminating() && Owners.Of(document).Any()) await Judge(resource, document, cancellation).ConfigureAwait(false);
        return null;
    }

    private bool Waits(string uid) => view.Mirror.FindUid(uid) is { } owner && WaitsForDependents(owner.Document);

    private static bool WaitsForDependents(JsonObject document) => document.IsTerminating() && document.Finalizers().Contains(Foreground);

    private async Task Judge(ApiResource resource, JsonObject document, CancellationToken cancellation)
    {
        var dangling = new List<string>();
        var isOwned = false;
        var isAwaited = false;
        foreach (var reference in Owners.Of(document).ToList())
        {
            var owner = await owners.Find(document, reference, cancellation).ConfigureAwait(false);
            if (owner.State == OwnerState.Unresolvable) return;
            var awaits = owner.State == OwnerState.Present && WaitsForDependents(owner.Document!);
            if (owner.State == OwnerState.Present && !awaits) isOwned = true;
            else dangling.Add(reference.Text("uid") ?? "");
            isAwaited |= awaits;
        }
        if (isOwned)
        {
            if (dangling.Count == 0) return;
            await StrikeOff(resource, document, dangling, cancellation).ConfigureAwait(false);
            foreach (var uid in dangling.Where(Waits)) await Reconcile(uid, cancellation).ConfigureAwait(false); // It may have waited for nothing else.
            return;
        }
        // What waits for one of its own dependents, round about, would wait for ever: so it holds up nobody.
        if (isAwaited && view.Mirror.DependentsOf(document.Uid()).Any(one => WaitsForDependents(one.Document))) await Unblock(resource, document, cancellation).ConfigureAwait(false);
        var policy = Policy(document, isAwaited);
        await view.DeleteAll(resource, policy == "Background" ? Siblings(resource, document, isAwaited) : [document], policy, cancellation).ConfigureAwait(false);
    }

    /// <summary>What has lost the same one owner goes together with an object: thousands of pods are not deleted one after the other.</summary>
    private IReadOnlyList<JsonObject> Siblings(ApiResource resource, JsonObject document, bool isAwaited)
    {
        if (Owners.Of(document).Skip(1).Any()) return [document];
        var owner = Owners.Of(document).First().Text("uid") ?? "";
        var others = view.Mirror.DependentsOf(owner).Where(one => one.Resource == resource && one.Document != document && !one.Document.IsTerminating()
            && !Owners.Of(one.Document).Skip(1).Any() && Policy(one.Document, isAwaited) == "Background").Select(one => one.Document);
        return [document, .. others.Take(SiblingsMax - 1)];
    }

    /// <summary>What an earlier deletion has asked for stays as it is.</summary>
    private string Policy(JsonObject document, bool isAwaited)
    {
        if (document.Finalizers().Contains(Orphan)) return "Orphan";
        return (isAwaited && view.Mirror.DependentsOf(document.Uid()).Any()) || document.Finalizers().Contains(Foreground) ? "Foreground" : "Background";
    }

    private async Task StrikeOff(ApiResource resource, JsonObject document, IReadOnlyList<string> gone, CancellationToken cancellation)
    {
        var left = new JsonArray([.. Owners.Of(document).Where(one => !gone.Contains(one.Text("uid") ?? "")).Select(one => one.DeepClone())]);
        var metadata = new JsonObject { ["uid"] = document.Uid(), ["resourceVersion"] = document.ResourceVersion(), ["ownerReferences"] = left };
        await view.Merge(resource, document, new JsonObject { ["metadata"] = metadata }, null, cancellation).ConfigureAwait(false);
    }

    private async Task LetGo(ApiResource resource, JsonObject owner, CancellationToken cancellation)
    {
        foreach (var (kind, dependent) in view.Mirror.DependentsOf(owner.Uid()).ToList())
            await StrikeOff(kind, dependent, [owner.Uid()], cancellation).ConfigureAwait(false);
        await view.Merge(resource, owner, owner.WithoutFinalizer(Orphan), null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Only dependents that block it are waited for; the others go when it has gone.</summary>
    private async Task FinishForeground(ApiResource resource, JsonObject owner, CancellationToken cancellation)
    {
        var blocking = view.Mirror.DependentsOf(owner.Uid())
            .Where(one => Owners.Of(one.Document).Any(reference => reference.Text("uid") == owner.Uid() && reference.Flag("blockOwnerDeletion"))).ToList();
        if (blocking.Count == 0)
        {
            await view.Merge(resource, owner, owner.WithoutFinalizer(Foreground), null, cancellation).ConfigureAwait(false);
            return;
        }
        foreach (var (kind, dependent) in blocking.Where(one => WaitsForDependents(one.Document) && IsInCircle(owner, one.Document)))
            await Unblock(kind, dependent, cancellation).ConfigureAwait(false);
    }

    /// <summary>Both wait, each for the other.</summary>
    private static bool IsInCircle(JsonObject owner, JsonObject dependent) => Owners.Of(owner).Any(reference => reference.Text("uid") == dependent.Uid());

    private async Task Unblock(ApiResource resource, JsonObject document, CancellationToken cancellation)
    {
        var references = new JsonArray([.. Owners.Of(document).Select(one =>
        {
            var copy = one.DeepClone();
            copy["blockOwnerDeletion"] = false;
            return copy;
        })]);
        var metadata = new JsonObject { ["resourceVersion"] = document.ResourceVersion(), ["ownerReferences"] = references };
        await view.Merge(resource, document, new JsonObject { ["metadata"] = metadata }, null, cancellation).ConfigureAwait(false);
    }
}
