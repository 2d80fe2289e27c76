using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Services, endpoint slices, ingresses and network policies.</summary>
internal static class ServiceRules
{
    private static readonly FieldPath Spec = FieldPath.Root("spec");

    public static void Service(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        string type = spec.Text("type") ?? "";
        bool isHeadless = spec.Text("clusterIP") == "None";
        if (type != "ExternalName" && !isHeadless && spec["ports"] is not JsonArray { Count: > 0 })
            problems.Required(Spec.Child("ports"));
        if (type == "ExternalName")
            ExternalName(spec, problems);
        Ports(spec, problems);
        MetadataRules.Labels(spec.Object("selector"), Spec.Child("selector"), problems);
        problems.RequiredOneOf(Spec.Child("sessionAffinity"), spec["sessionAffinity"], "ClientIP", "None");
        problems.RequiredOneOf(Spec.Child("type"), spec["type"], "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        problems.OneOf(Spec.Child("externalTrafficPolicy"), spec["externalTrafficPolicy"], "Cluster", "Local");
        problems.OneOf(Spec.Child("internalTrafficPolicy"), spec["internalTrafficPolicy"], "Cluster", "Local");
        problems.OneOf(Spec.Child("ipFamilyPolicy"), spec["ipFamilyPolicy"], "SingleStack", "PreferDualStack", "RequireDualStack");
    }

    public static void ServiceUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        bool hadAddress = old.Text("spec", "type") != "ExternalName" && document.Text("spec", "type") != "ExternalName";
        string was = old.Text("spec", "clusterIP") ?? "", now = document.Text("spec", "clusterIP") ?? "";
        if (hadAddress && was.Length > 0 && was != now)
            problems.Invalid(Spec.Child("clusterIPs").Index(0), new JsonArray(now), "may not change once set");
    }

    public static void EndpointSlice(JsonObject document, Problems problems)
    {
        problems.RequiredOneOf(FieldPath.Root("addressType"), document["addressType"], "FQDN", "IPv4", "IPv6");
        int i = 0;
        foreach (JsonObject endpoint in document["endpoints"].Objects())
        {
            FieldPath at = FieldPath.Root("endpoints").Index(i++).Child("addresses");
            if (endpoint["addresses"] is not JsonArray { Count: > 0 })
                problems.Required(at, "must contain at least 1 address");
        }
    }

    public static void Ingress(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        if (spec["rules"] is not JsonArray { Count: > 0 } && spec["defaultBackend"] is null)
            problems.Invalid(Spec, spec["rules"] ?? new JsonArray(), "either `defaultBackend` or `rules` must be specified");
        int i = 0;
        foreach (JsonObject rule in spec["rules"].Objects())
        {
            FieldPath at = Spec.Child("rules").Index(i++).Child("http", "paths");
            int j = 0;
            foreach (JsonObject path in rule.Object("http")?["paths"].Objects() ?? [])
                IngressPath(path, at.Index(j++), problems);
        }
    }

    public static void NetworkPolicy(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        SelectorRules.LabelSelector(spec.Object("podSelector"), Spec.Child("podSelector"), problems);
        foreach (string direction in (ReadOnlySpan<string>)["ingress", "egress"])
        {
            int i = 0;
            foreach (JsonObject rule in spec[direction].Objects())
                NetworkPolicyRule(rule, direction == "ingress" ? "from" : "to", Spec.Child(direction).Index(i++), problems);
        }

        int at = 0;
        foreach (string type in spec["policyTypes"].Texts())
            problems.OneOf(Spec.Child("policyTypes").Index(at++), type, "Egress", "Ingress");
    }

    private static void NetworkPolicyRule(JsonObject rule, string peers, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject port in rule["ports"].Objects())
        {
            FieldPath at = path.Child("ports").Index(i++);
            problems.OneOf(at.Child("protocol"), port["protocol"], "SCTP", "TCP", "UDP");
            if (port["port"].Int() is < 1 or > 65535)
                problems.Invalid(at.Child("port"), port["port"], Problems.PortRange);
        }

        i = 0;
        foreach (JsonObject peer in rule[peers].Objects())
        {
            FieldPath at = path.Child(peers).Index(i++);
            if (peer.Count == 0)
                problems.Required(at, "must specify a peer");
            SelectorRules.LabelSelector(peer.Object("podSelector"), at.Child("podSelector"), problems);
            SelectorRules.LabelSelector(peer.Object("namespaceSelector"), at.Child("namespaceSelector"), problems);
        }
    }

    private static void IngressPath(JsonObject rule, FieldPath path, Problems problems)
    {
        string type = rule.Text("pathType") ?? "", text = rule.Text("path") ?? "";
        if (rule["pathType"] is null)
            problems.Required(path.Child("pathType"), "pathType must be specified");
        else
            problems.OneOf(path.Child("pathType"), rule["pathType"], "Exact", "ImplementationSpecific", "Prefix");
        if (type is "Exact" or "Prefix" && !text.StartsWith('/'))
            problems.Invalid(path.Child("path"), text, "must be an absolute path");
        if (rule.Object("backend", "service") is { } service)
            problems.HasText(path.Child("backend").Child("service", "name"), service["name"]);
    }

    private static void ExternalName(JsonObject spec, Problems problems)
    {
        string name = (spec.Text("externalName") ?? "").TrimEnd('.');
        if (name.Length == 0)
            problems.Required(Spec.Child("externalName"));
        else
            problems.Invalid(Spec.Child("externalName"), spec.Text("externalName")!, Names.Dns1123SubdomainProblems(name));
        if (spec.Text("clusterIP") is { Length: > 0 })
            problems.Forbidden(Spec.Child("clusterIPs"), "may not be set when `type` is 'ExternalName'");
    }

    private static void Ports(JsonObject spec, Problems problems)
    {
        JsonObject[] ports = [.. spec["ports"].Objects()];
        var names = new HashSet<string>();
        var identities = new HashSet<(string?, long?)>();
        for (int i = 0; i < ports.Length; i++)
        {
            FieldPath at = Spec.Child("ports").Index(i);
            Port(ports[i], ports.Length > 1, names, at, problems);
            if (!identities.Add((ports[i].Text("protocol"), ports[i].Int("port"))))
                problems.Duplicate(at, new JsonObject { ["port"] = ports[i].Int("port"), ["protocol"] = ports[i].Text("protocol") });
        }
    }

    private static void Port(JsonObject port, bool needsName, HashSet<string> names, FieldPath path, Problems problems)
    {
        string name = port.Text("name") ?? "";
        if (name.Length == 0 && needsName)
            problems.Required(path.Child("name"));
        else if (name.Length > 0)
            problems.Invalid(path.Child("name"), name, Names.Dns1123LabelProblems(name));
        if (name.Length > 0 && !names.Add(name))
            problems.Duplicate(path.Child("name"), name);
        if (port.Int("port") is null or < 1 or > 65535)
            problems.Invalid(path.Child("port"), port.Int("port") ?? 0, Problems.PortRange);
        problems.RequiredOneOf(path.Child("protocol"), port["protocol"], "SCTP", "TCP", "UDP");
        if (port["targetPort"].Text() is { } target)
            problems.Invalid(path.Child("targetPort"), target, Names.PortNameProblems(target));
        else if (port["targetPort"].Int() is < 1 or > 65535)
            problems.Invalid(path.Child("targetPort"), port["targetPort"], Problems.PortRange);
    }
}
