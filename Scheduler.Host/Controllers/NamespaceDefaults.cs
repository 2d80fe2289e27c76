using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>Gives every namespace what its pods cannot do without: the service account "default" and the certificate of the cluster's authority.</summary>
public sealed class NamespaceDefaults(ClusterView view, string authorityPem) : IController
{
    private const string Account = "default";
    private const string Authority = "kube-root-ca.crt";

    public string Name => "NamespaceDefaults";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Namespaces, Resources.ServiceAccounts, Resources.ConfigMaps];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Namespaces) return deleted ? [] : [document.ObjectName()];
        return document.ObjectName() is Account or Authority ? [document.Namespace()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Namespaces, key) is not { } ns || ns.IsTerminating()) return null;
        if (view.Mirror.Find(Resources.ServiceAccounts, $"{key}/{Account}") is null)
            await view.Create(Resources.ServiceAccounts, key, Named(Resources.ServiceAccounts, Account), cancellation).ConfigureAwait(false);

        var data = new JsonObject { ["ca.crt"] = authorityPem };
        if (view.Mirror.Find(Resources.ConfigMaps, $"{key}/{Authority}") is not { } present)
        {
            var made = Named(Resources.ConfigMaps, Authority);
            made["data"] = data;
            await view.Create(Resources.ConfigMaps, key, made, cancellation).ConfigureAwait(false);
        }
        else if (!JsonNode.DeepEquals(present["data"], data))
        {
            await view.Merge(Resources.ConfigMaps, present, new JsonObject { ["data"] = data }, null, cancellation).ConfigureAwait(false);
        }
        return null;
    }

    private static JsonObject Named(ApiResource resource, string name) =>
        new() { ["apiVersion"] = resource.ApiVersion, ["kind"] = resource.Kind, ["metadata"] = new JsonObject { ["name"] = name } };
}
