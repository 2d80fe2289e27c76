using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

internal static class ServiceCells
{
    public static JsonArray Service(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        return
        [
            CellText.Name(document),
            spec.Text("type") ?? "",
            CellText.OrNone(spec.Text("clusterIP")),
            ExternalAddress(spec, document),
            CellText.Joined(spec["ports"].Objects().Select(Port)),
            CellText.Age(document, now),
            CellText.Labels(spec.Object("selector")),
        ];
    }

    public static JsonArray Endpoints(JsonObject document, DateTimeOffset now)
    {
        var all = new List<string>();
        foreach (JsonObject subset in document["subsets"].Objects())
        {
            string[] addresses = [.. subset["addresses"].Objects().Select(a => a.Text("ip") ?? "")];
            if (subset["ports"] is not JsonArray { Count: > 0 })
                all.AddRange(addresses);
            foreach (JsonObject port in subset["ports"].Objects())
                all.AddRange(addresses.Select(a => a.Contains(':') ? $"[{a}]:{port.Int("port")}" : $"{a}:{port.Int("port")}"));
        }

        return [CellText.Name(document), CellText.FirstFew(all), CellText.Age(document, now)];
    }

    public static JsonArray EndpointSlice(JsonObject document, DateTimeOffset now)
    {
        string[] ports = [.. document["ports"].Objects().Select(p => p.Int("port")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*")];
        string[] addresses = [.. document["endpoints"].Objects().SelectMany(e => e["addresses"].Texts())];
        return
        [
            CellText.Name(document),
            document.Text("addressType") ?? "",
            ports.Length == 0 ? CellText.Unset : CellText.FirstFew(ports),
            addresses.Length == 0 ? CellText.Unset : CellText.FirstFew(addresses),
            CellText.Age(document, now),
        ];
    }

    public static JsonArray Ingress(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        string[] hosts = [.. spec["rules"].Objects().Select(r => r.Text("host") is { Length: > 0 } host ? host : "*")];
        return
        [
            CellText.Name(document),
            CellText.OrNone(spec.Text("ingressClassName") ?? document.Object("metadata", "annotations").Text("kubernetes.io/ingress.class")),
            hosts.Length == 0 ? "*" : CellText.FirstFew(hosts),
            LoadBalancer(document),
            spec["tls"] is JsonArray { Count: > 0 } ? "80, 443" : "80",
            CellText.Age(document, now),
        ];
    }

    public static JsonArray IngressClass(JsonObject document, DateTimeOffset now)
    {
        string parameters = CellText.None;
        if (document.Object("spec", "parameters") is { } reference)
            parameters = $"{reference.Text("kind")}{(reference.Text("apiGroup") is { Length: > 0 } group ? "." + group : "")}/{reference.Text("name")}";
        return [CellText.Name(document), document.Text("spec", "controller") ?? "", parameters, CellText.Age(document, now)];
    }

    public static JsonArray NetworkPolicy(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), CellText.Selector(document.Object("spec", "podSelector")), CellText.Age(document, now)];

    public static JsonArray IpAddress(JsonObject document, DateTimeOffset now)
    {
        JsonObject parent = document.Object("spec", "parentRef") ?? [];
        string resource = parent.Text("group") is { Length: > 0 } group ? $"{parent.Text("resource")}.{group}" : parent.Text("resource") ?? "";
        string[] parts = [resource, parent.Text("namespace") ?? "", parent.Text("name") ?? ""];
        return [CellText.Name(document), string.Join("/", parts.Where(p => p.Length > 0))];
    }

    public static JsonArray ServiceCidr(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), string.Join(",", (document["spec"]?["cidrs"]).Texts()), CellText.Age(document, now)];

    private static string ExternalAddress(JsonObject spec, JsonObject document)
    {
        string[] stated = [.. spec["externalIPs"].Texts()];
        switch (spec.Text("type"))
        {
            case "LoadBalancer":
                string balancer = LoadBalancer(document);
                string[] both = balancer.Length > 0 ? [balancer, .. stated] : stated;
                return both.Length == 0 ? "<pending>" : string.Join(",", both);
            case "ExternalName":
                return spec.Text("externalName") ?? "";
            default:
                return CellText.Joined(stated);
        }
    }

    private static string LoadBalancer(JsonObject document) =>
        string.Join(",", (document["status"]?["loadBalancer"]?["ingress"]).Objects().Select(i => i.Text("ip") is { Length: > 0 } ip ? ip : i.Text("hostname")));

    private static string Port(JsonObject port)
    {
        string node = port.Int("nodePort") is { } number and not 0 ? $":{number}" : "";
        return $"{port.Int("port")}{node}/{port.Text("protocol")}";
    }
}
