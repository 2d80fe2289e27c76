using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer.Bootstrap;

/// <summary>
/// What clients take for granted in every cluster: its namespaces, the two system priority classes, and the service that leads to the API
/// server itself. Made through the server, like anybody's objects; what exists already is left as it is.
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
    }

    private Task EnsurePriority(string name, int value, string description, CancellationToken cancellation)
    {
        var priority = Named("scheduling.k8s.io/v1", "PriorityClass", name);
        priority["value"] = value;
        priority["description"] = description;
        return Ensure("/apis/scheduling.k8s.io/v1/priorityclasses", priority, cancellation);
    }

    private async Task EnsureService(CancellationToken cancellation)
    {
        var network = server.Options.ServiceNetwork.Split('/')[0].Split('.');
        var labels = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" };
        var service = Named("v1", "Service", "kubernetes");
        service["metadata"]!["labels"] = labels;
        service["spec"] = new JsonObject
        {
            ["clusterIP"] = $"{network[0]}.{network[1]}.0.1",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = server.Options.Port }),
        };
        await Ensure("/api/v1/namespaces/default/services", service, cancellation);

        var slice = Named("discovery.k8s.io/v1", "EndpointSlice", "kubernetes");
        slice["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "kubernetes" };
        slice["addressType"] = "IPv4";
        slice["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(server.Options.Address),
            ["conditions"] = new JsonObject { ["ready"] = true },
        });
        slice["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = server.Options.Port });
        await Ensure("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", slice, cancellation);
    }

    private static JsonObject Named(string apiVersion, string kind, string name) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };

    private async Task Ensure(string path, JsonObject document, CancellationToken cancellation)
    {
        // Asked first: what is there already may hold what a second one could not get, such as its address.
        var known = await server.HandleAsync(ApiRequest.Of("GET", $"{path}/{document["metadata"]!["name"]}", default, MediaTypes.Json) with { Caller = Server }, cancellation);
        if (known.Status == 200) return;
        var request = ApiRequest.Of("POST", path, Encoding.UTF8.GetBytes(document.ToJsonString()), MediaTypes.Json) with { Caller = Server };
        var response = await server.HandleAsync(request, cancellation);
        if (response.Status is 201 or 409) return;
        throw new InvalidOperationException(
            $"cannot make {document["kind"]} {document["metadata"]?["name"]}: {response.Status} {Encoding.UTF8.GetString(response.Body.Span)}");
    }
}
