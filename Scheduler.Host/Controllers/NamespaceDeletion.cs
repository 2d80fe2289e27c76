using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>Empties a namespace that is being deleted, and lets it go when nothing is left in it.</summary>
public sealed class NamespaceDeletion(ClusterView view) : IController
{
    private static readonly ApiResource[] Contents = [.. Resources.All.Where(one => one.Namespaced)];

    public string Name => "NamespaceDeletion";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Namespaces, .. Contents];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Namespaces) return !deleted && document.IsTerminating() ? [document.ObjectName()] : [];
        return deleted && view.Mirror.Find(Resources.Namespaces, document.Namespace())?.IsTerminating() == true ? [document.Namespace()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Namespaces, key) is not { } ns || !ns.IsTerminating()) return null;
        foreach (var resource in (IEnumerable<ApiResource>)[.. Contents, Resources.Events])
        {
            if (!await IsEmpty(resource, key, terminatingToo: false, cancellation).ConfigureAwait(false))
                (await view.Client.Delete(resource.Path(key), null, null, "Background", cancellation).ConfigureAwait(false)).OrThrow($"delete all {resource.Name} in {key}");
        }
        foreach (var resource in Contents)
            if (!await IsEmpty(resource, key, terminatingToo: true, cancellation).ConfigureAwait(false)) return null; // The last one's deletion brings us back.
        await Finish(ns, cancellation).ConfigureAwait(false);
        return null;
    }

    private async Task<bool> IsEmpty(ApiResource resource, string ns, bool terminatingToo, CancellationToken cancellation)
    {
        var answer = (await view.Client.Get(resource.Path(ns), cancellation).ConfigureAwait(false)).OrThrow($"list {resource.Name} in {ns}");
        return answer.Document.Children("items").All(item => !terminatingToo && item.IsTerminating());
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
