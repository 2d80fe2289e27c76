using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Namespaces;

/// <summary>Gives every namespace the certificate of the cluster's authority: pods mount it to trust the API server. What others make of it is put right.</summary>
public sealed class RootAuthority(ClusterView view, string authorityPem) : IController
{
    private const string Authority = "kube-root-ca.crt";

    public const string ControllerName = "root-ca";

    public string Name => ControllerName;

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Namespaces, Resources.ConfigMaps];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Namespaces) return deleted ? [] : [document.ObjectName()];
        return document.ObjectName() == Authority ? [document.Namespace()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (view.Mirror.Find(Resources.Namespaces, key) is not { } ns || ns.IsTerminating()) return null;
        var data = new JsonObject { ["ca.crt"] = authorityPem };
        if (view.Mirror.Find(Resources.ConfigMaps, $"{key}/{Authority}") is { } present)
        {
            if (!JsonNode.DeepEquals(present["data"], data))
                await view.Merge(Resources.ConfigMaps, present, new JsonObject { ["data"] = data }, null, cancellation).ConfigureAwait(false);
            return null;
        }
        await view.Create(Resources.ConfigMaps, key, Document(authorityPem), cancellation).ConfigureAwait(false);
        return null;
    }

    public static JsonObject Document(string authorityPem)
    {
        var annotations = new JsonObject { ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters." };
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = Authority, ["annotations"] = annotations }, ["data"] = new JsonObject { ["ca.crt"] = authorityPem } };
    }
}
