using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Namespaces;

/// <summary>
/// Empties a namespace that is being deleted, pods first, and lets it go when nothing is left in it. Until then it says what it waits for.
/// <code>
/// delete pods ──none left──▶ delete everything else ──none left──▶ PUT finalize ──▶ gone
/// </code>
/// </summary>
public sealed class NamespaceDeletion(ClusterView view) : IController
{
    private static readonly ApiResource[] Contents =
        [Resources.Pods, .. Resources.All.Where(one => one.Namespaced && one != Resources.Pods), Resources.Events];

    public string Name => "namespace";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Namespaces, .. Contents.Where(one => one != Resources.Events)];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Namespaces) return !deleted && document.IsTerminating() ? [document.ObjectName()] : [];
        return view.Mirror.Find(Resources.Namespaces, document.Namespace())?.IsTerminating() == true ? [document.Namespace()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Namespaces, key) is not { } ns || !ns.IsTerminating()) return null;
        var left = new RemainingContent();
        foreach (var resource in Contents)
        {
            left.Add(resource, await Empty(resource, key, cancellation).ConfigureAwait(false));
            if (resource == Resources.Pods && !left.IsNone) break; // Nothing that a pod may still need goes before it.
        }
        if (left.IsNone) await Finish(ns, cancellation).ConfigureAwait(false);
        else await view.SetStatus(Resources.Namespaces, ns, new JsonObject { ["conditions"] = left.Conditions(ns, view.Timestamp) }, cancellation).ConfigureAwait(false);
        return null; // The end of the last object brings us back.
    }

    /// <summary>Deletes what is there; returns what stays for now.</summary>
    private async Task<IReadOnlyList<JsonObject>> Empty(ApiResource resource, string ns, CancellationToken cancellation)
    {
        var present = await List(resource, ns, cancellation).ConfigureAwait(false);
        if (present.All(item => item.IsTerminating())) return present;
        (await view.Client.Delete(resource.Path(ns), null, null, "Background", cancellation).ConfigureAwait(false)).OrThrow($"delete all {resource.Name} in {ns}");
        return await List(resource, ns, cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<JsonObject>> List(ApiResource resource, string ns, CancellationToken cancellation)
    {
        var answer = (await view.Client.Get(resource.Path(ns), cancellation).ConfigureAwait(false)).OrThrow($"list {resource.Name} in {ns}");
        return [.. answer.Document.Children("items")];
    }

    private async Task Finish(JsonObject ns, CancellationToken cancellation)
    {
        var current = await view.Client.Get(Resources.Namespaces.PathOf(ns), cancellation).ConfigureAwait(false);
        if (current.IsGone || current.Document.Uid() != ns.Uid()) return;
        var finalizers = current.Document.ChildOrNew("spec").Texts("finalizers").Where(one => one != "kubernetes").ToList();
        current.Document.ChildOrNew("spec").SetTexts("finalizers", finalizers);
        (await view.Client.Replace(Resources.Namespaces.PathOf(ns, "finalize"), current.Document, cancellation).ConfigureAwait(false)).OrThrow($"finalize namespace {ns.ObjectName()}");
    }
}
