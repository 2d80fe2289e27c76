using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>Services, endpoints and network policies. Addresses are not defaults: admission allocates them.</summary>
internal static class ServiceDefaults
{
    public static void Service(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        foreach (JsonObject port in spec["ports"].Objects())
            Port(port);
        Fill.Text(spec, "sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "None")
            spec.Remove("sessionAffinityConfig");
        else if (spec.Text("sessionAffinity") == "ClientIP")
            Fill.Number(Fill.Object(Fill.Object(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds", 10800);
        Fill.Text(spec, "type", "ClusterIP");
        string type = spec.Text("type")!;
        if (type is "NodePort" or "LoadBalancer")
            Fill.Text(spec, "externalTrafficPolicy", "Cluster");
        if (type is "ClusterIP" or "NodePort" or "LoadBalancer")
            Fill.Text(spec, "internalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer")
            Fill.Flag(spec, "allocateLoadBalancerNodePorts", true);
    }

    public static void Endpoints(JsonObject document)
    {
        foreach (JsonObject port in document["subsets"].Objects().SelectMany(s => s["ports"].Objects()))
            Fill.Text(port, "protocol", "TCP");
    }

    public static void EndpointSlice(JsonObject document)
    {
        foreach (JsonObject port in document["ports"].Objects())
        {
            Fill.AbsentText(port, "name", "");
            Fill.Text(port, "protocol", "TCP");
        }
    }

    public static void NetworkPolicy(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        foreach (JsonObject port in spec["ingress"].Objects().Concat(spec["egress"].Objects()).SelectMany(r => r["ports"].Objects()))
            Fill.Text(port, "protocol", "TCP");
        if (spec["policyTypes"] is not JsonArray { Count: > 0 })
            spec["policyTypes"] = spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
    }

    public static void IngressClass(JsonObject document)
    {
        if (document.Object("spec", "parameters") is { } parameters)
            Fill.Text(parameters, "scope", "Cluster");
    }

    private static void Port(JsonObject port)
    {
        Fill.Text(port, "protocol", "TCP");
        if (port["targetPort"].Int() == 0 || port["targetPort"] is null || port["targetPort"].Text() == "")
            port["targetPort"] = port.Int("port") ?? 0;
    }
}
