using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Pods and the pods inside templates. Updates are in <c>.Updates.cs</c>, placement in <see cref="PlacementRules"/>.</summary>
internal static partial class PodRules
{
    public static void Pod(JsonObject pod, Problems problems) =>
        Spec(pod.Object("spec") ?? [], FieldPath.Root("spec"), problems);

    /// <param name="template">A <c>PodTemplateSpec</c>.</param>
    public static void Template(JsonObject? template, FieldPath path, Problems problems)
    {
        JsonObject metadata = template.Object("metadata") ?? [];
        MetadataRules.Labels(metadata.Object("labels"), path.Child("labels"), problems);
        MetadataRules.Annotations(metadata.Object("annotations"), path.Child("annotations"), problems);
        Spec(template.Object("spec") ?? [], path.Child("spec"), problems);
        if (template.Object("spec")?["ephemeralContainers"] is JsonArray { Count: > 0 })
            problems.Forbidden(path.Child("spec", "ephemeralContainers"), "ephemeral containers not allowed in pod template");
    }

    private static void Spec(JsonObject spec, FieldPath path, Problems problems)
    {
        HashSet<string> volumes = VolumeRules.Volumes(spec["volumes"].Objects(), path.Child("volumes"), problems);
        foreach (JsonObject claim in spec["volumeClaimTemplates"].Objects())
            volumes.Add(claim.Name() ?? "");
        ContainerRules.All(spec, volumes, path, problems);
        PodResources(spec, path, problems);
        ResourceClaims(spec, path, problems);
        problems.RequiredOneOf(path.Child("restartPolicy"), spec["restartPolicy"], "Always", "OnFailure", "Never");
        problems.RequiredOneOf(path.Child("dnsPolicy"), spec["dnsPolicy"], "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        Dns(spec, path.Child("dnsConfig"), problems);
        MetadataRules.Labels(spec.Object("nodeSelector"), path.Child("nodeSelector"), problems);
        PlacementRules.Affinity(spec.Object("affinity"), path.Child("affinity"), problems);
        Gates(spec, path, problems);
        PlacementRules.Spread(spec["topologySpreadConstraints"].Objects(), path.Child("topologySpreadConstraints"), problems);
        NamesInSpec(spec, path, problems);
        PlacementRules.Tolerations(spec["tolerations"].Objects(), path.Child("tolerations"), problems);
        problems.OneOf(path.Child("preemptionPolicy"), spec["preemptionPolicy"], "Never", "PreemptLowerPriority");
        ResourceRules.List(spec.Object("overhead"), path.Child("overhead"), problems);
        problems.OneOf(path.Child("os", "name"), spec.Object("os")?["name"], "linux", "windows");
    }

    private static void PodResources(JsonObject spec, FieldPath path, Problems problems) =>
        ResourceRules.Container(spec.Object("resources"), path.Child("resources"), problems);

    private static void Dns(JsonObject spec, FieldPath path, Problems problems)
    {
        if (spec.Text("dnsPolicy") != "None")
            return;
        if (spec.Object("dnsConfig") is not { } config)
            problems.Required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
        else if (config["nameservers"] is not JsonArray { Count: > 0 })
            problems.Required(path.Child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }

    private static void ResourceClaims(JsonObject spec, FieldPath path, Problems problems)
    {
        var seen = new HashSet<string>();
        int i = 0;
        foreach (JsonObject claim in spec["resourceClaims"].Objects())
        {
            FieldPath at = path.Child("resourceClaims").Index(i++);
            string name = claim.Text("name") ?? "";
            if (problems.HasText(at.Child("name"), claim["name"]))
                problems.Invalid(at.Child("name"), name, Names.Dns1123LabelProblems(name));
            if (!seen.Add(name))
                problems.Duplicate(at.Child("name"), name);
            bool named = claim["resourceClaimName"] is not null, templated = claim["resourceClaimTemplateName"] is not null;
            if (named && templated)
                problems.Invalid(at, claim, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            else if (!named && !templated)
                problems.Invalid(at, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        }
    }

    private static void Gates(JsonObject spec, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject gate in spec["readinessGates"].Objects())
            problems.Invalid(path.Child("readinessGates").Index(i++).Child("conditionType"), gate.Text("conditionType") ?? "", Names.QualifiedNameProblems(gate.Text("conditionType") ?? ""));
        var seen = new HashSet<string>();
        i = 0;
        foreach (JsonObject gate in spec["schedulingGates"].Objects())
        {
            FieldPath at = path.Child("schedulingGates").Index(i++);
            string name = gate.Text("name") ?? "";
            problems.Invalid(at, name, Names.QualifiedNameProblems(name));
            if (!seen.Add(name))
                problems.Duplicate(at, name);
        }

        if (i > 0 && !string.IsNullOrEmpty(spec.Text("nodeName")))
            problems.Forbidden(path.Child("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }

    private static void NamesInSpec(JsonObject spec, FieldPath path, Problems problems)
    {
        Optional(spec, "serviceAccountName", Names.Dns1123SubdomainProblems, path, problems);
        Optional(spec, "nodeName", Names.Dns1123SubdomainProblems, path, problems);
        if (spec.Int("activeDeadlineSeconds") is < 1 or > int.MaxValue)
            problems.Invalid(path.Child("activeDeadlineSeconds"), spec["activeDeadlineSeconds"], "must be between 1 and 2147483647, inclusive");
        Optional(spec, "hostname", Names.Dns1123LabelProblems, path, problems);
        Optional(spec, "subdomain", Names.Dns1123LabelProblems, path, problems);
        Optional(spec, "priorityClassName", Names.Dns1123SubdomainProblems, path, problems);
        Optional(spec, "runtimeClassName", Names.Dns1123SubdomainProblems, path, problems);
        Optional(spec, "schedulerName", Names.QualifiedNameProblems, path, problems);
    }

    private static void Optional(JsonObject spec, string name, Func<string, IReadOnlyList<string>> grammar, FieldPath path, Problems problems)
    {
        if (spec.Text(name) is { Length: > 0 } value)
            problems.Invalid(path.Child(name), value, grammar(value));
    }
}
