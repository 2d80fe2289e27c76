using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Namespaces;

/// <summary>Gives every namespace the service account "default": no pod can be made without it.</summary>
public sealed class ServiceAccountDefaults(ClusterView view) : IController
{
    private const string Account = "default";

    public const string ControllerName = "serviceaccount";

    public string Name => ControllerName;

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Namespaces, Resources.ServiceAccounts];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Namespaces) return deleted ? [] : [document.ObjectName()];
        return deleted && document.ObjectName() == Account ? [document.Namespace()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Namespaces, key) is not { } ns || ns.IsTerminating()) return null;
        if (view.Mirror.Find(Resources.ServiceAccounts, $"{key}/{Account}") is not null) return null;
        await view.Create(Resources.ServiceAccounts, key, Document(), cancellation).ConfigureAwait(false);
        return null;
    }

    public static JsonObject Document() => new() { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = Account } };
}
