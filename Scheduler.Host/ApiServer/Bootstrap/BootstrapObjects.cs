using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Bootstrap;

/// <summary>
/// What clients take for granted in every cluster: its namespaces, the two system priority classes, the service that leads to the API server itself
/// and the network it is in, and whom to trust. Made through the server, like anybody's objects; what exists already is left as it is.
/// </summary>
internal sealed class BootstrapObjects(KubeApiServer server)
{
    private static readonly UserInfo Server = UserInfo.Internal("system:apiserver");

    public async Task Create(CancellationToken cancellation)
    {
        foreach (var name in (string[])["kube-system", "kube-public", "kube-node-lease", "default"])
            await Ensure("/api/v1/namespaces", Named("v1", "Namespace", name), cancellation);
        await EnsurePriority("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.", cancellation);
        await EnsurePriority("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node.", cancellation);
        await EnsureService(cancellation);
        await EnsureServiceNetwork(cancellation);
        await EnsureAuthentication(cancellation);
    }

    private async Task EnsurePriority(string name, int value, string description, CancellationToken cancellation)
    {
        var priority = Named("scheduling.k8s.io/v1", "PriorityClass", name);
        priority["value"] = value;
        priority["description"] = description;
        await Ensure("/apis/scheduling.k8s.io/v1/priorityclasses", priority, cancellation);
    }

    /// <summary>The service that leads to this server: its address stays, its port follows the server's.</summary>
    private async Task EnsureService(CancellationToken cancellation)
    {
        var network = server.Options.ServiceNetwork.Split('/')[0].Split('.');
        var service = Named("v1", "Service", "kubernetes", new() { ["component"] = "apiserver", ["provider"] = "kubernetes" });
        service["spec"] = new JsonObject
        {
            ["clusterIP"] = $"{network[0]}.{network[1]}.0.1",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = server.Port }),
        };
        await Ensure("/api/v1/namespaces/default/services", service, cancellation, spec => spec["spec"]?["ports"]?[0]?["targetPort"]);

        var slice = Named("discovery.k8s.io/v1", "EndpointSlice", "kubernetes", new() { ["kubernetes.io/service-name"] = "kubernetes" });
        slice["addressType"] = "IPv4";
        slice["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(server.Options.Address),
            ["conditions"] = new JsonObject { ["ready"] = true },
        });
        slice["ports"] = new JsonArray(Port());
        await Ensure("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", slice, cancellation, found => found["ports"]?[0]?["port"]);

        var endpoints = Named("v1", "Endpoints", "kubernetes", new() { ["endpointslice.kubernetes.io/skip-mirror"] = "true" });
        endpoints["subsets"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["ip"] = server.Options.Address }),
            ["ports"] = new JsonArray(Port()),
        });
        await Ensure("/api/v1/namespaces/default/endpoints", endpoints, cancellation, found => found["subsets"]?[0]?["ports"]?[0]?["port"]);
    }

    private JsonObject Port() => new() { ["name"] = "https", ["port"] = server.Port, ["protocol"] = "TCP" };

    private async Task EnsureServiceNetwork(CancellationToken cancellation)
    {
        const string path = "/apis/networking.k8s.io/v1/servicecidrs";
        var network = Named("networking.k8s.io/v1", "ServiceCIDR", "kubernetes");
        network["spec"] = new JsonObject { ["cidrs"] = new JsonArray(server.Options.ServiceNetwork) };
        if (!await Ensure(path, network, cancellation)) return;
        var ready = new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = "True",
            ["lastTransitionTime"] = Meta.Timestamp(server.Now),
            ["reason"] = "",
            ["message"] = "Kubernetes Service CIDR is ready",
        };
        await Send("PATCH", $"{path}/kubernetes/status", new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(ready) } }, cancellation);
    }

    /// <summary>From it, components that serve HTTPS themselves learn whose client certificates to trust.</summary>
    private async Task EnsureAuthentication(CancellationToken cancellation)
    {
        if (server.Options.AuthorityPem is not { } authority) return;
        var map = Named("v1", "ConfigMap", "extension-apiserver-authentication");
        map["data"] = new JsonObject { ["client-ca-file"] = authority };
        await Ensure("/api/v1/namespaces/kube-system/configmaps", map, cancellation);
    }

    private static JsonObject Named(string apiVersion, string kind, string name, JsonObject? labels = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null) metadata["labels"] = labels;
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }

    /// <summary>Makes an object that is not there. What is there stays, unless <paramref name="part"/> shows something else than it should: then it is patched.</summary>
    /// <returns>Whether it was made.</returns>
    private async Task<bool> Ensure(string path, JsonObject document, CancellationToken cancellation, Func<JsonNode, JsonNode?>? part = null)
    {
        // Asked first: what is there already may hold what a second one could not get, such as its address.
        var name = document["metadata"]!["name"];
        var known = await server.HandleAsync(Request("GET", $"{path}/{name}", null), cancellation);
        if (known.Status != 200)
        {
            await Send("POST", path, document, cancellation);
            return true;
        }
        if (part is not null && !JsonNode.DeepEquals(part(JsonNode.Parse(known.Body.Span)!), part(document))) await Send("PATCH", $"{path}/{name}", document, cancellation);
        return false;
    }

    private async Task Send(string method, string path, JsonObject document, CancellationToken cancellation)
    {
        var response = await server.HandleAsync(Request(method, path, document), cancellation);
        if (response.Status is 200 or 201 or 409) return;
        throw new InvalidOperationException($"cannot write {path}: {response.Status} {Encoding.UTF8.GetString(response.Body.Span)}");
    }

    private static ApiRequest Request(string method, string path, JsonObject? document)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["User-Agent"] = "kube-apiserver",
            ["Content-Type"] = method == "PATCH" ? MediaTypes.MergePatch : MediaTypes.Json,
        };
        return new ApiRequest
        {
            Method = method,
            Path = path,
            Headers = headers,
            Body = document is null ? default : Encoding.UTF8.GetBytes(document.ToJsonString()),
            Caller = Server,
        };
    }
}
