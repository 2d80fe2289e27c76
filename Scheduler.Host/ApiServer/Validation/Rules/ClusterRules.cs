using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Nodes, priorities, budgets, leases, events, storage classes and autoscalers.</summary>
internal static class ClusterRules
{
    private const long HighestUserPriority = 1_000_000_000;
    private static readonly FieldPath Spec = FieldPath.Root("spec");

    public static void Node(JsonObject document, Problems problems)
    {
        PlacementRules.Taints((document["spec"]?["taints"]).Objects(), Spec.Child("taints"), problems);
        FieldPath status = FieldPath.Root("status");
        ResourceRules.List(document.Object("status", "capacity"), status.Child("capacity"), problems);
        ResourceRules.List(document.Object("status", "allocatable"), status.Child("allocatable"), problems);
    }

    public static void NodeUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        if (old.Text("spec", "podCIDR") is { Length: > 0 } was && was != document.Text("spec", "podCIDR"))
            problems.Forbidden(Spec.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
        if (old.Text("spec", "providerID") is { Length: > 0 } provider && provider != document.Text("spec", "providerID"))
            problems.Forbidden(Spec.Child("providerID"), "node updates may not change providerID except from \"\" to valid");
    }

    public static void PriorityClass(JsonObject document, Problems problems)
    {
        string name = document.Name() ?? "";
        long value = document.Int("value") ?? 0;
        if (name.StartsWith("system-", StringComparison.Ordinal))
        {
            bool isKnown = (name, value) is ("system-node-critical", 2_000_001_000) or ("system-cluster-critical", 2_000_000_000);
            if (!isKnown)
                problems.Forbidden(FieldPath.Root("metadata").Child("name"), "priority class names with 'system-' prefix are reserved for system use only. error: " + (name is "system-node-critical" or "system-cluster-critical" ? $"value of {name} PriorityClass must be {(name == "system-node-critical" ? 2_000_001_000 : 2_000_000_000)}" : $"{name} is not a known system priority class"));
        }
        else if (value > HighestUserPriority)
        {
            problems.Forbidden(FieldPath.Root("value"), $"maximum allowed value of a user defined priority is {HighestUserPriority}");
        }

        problems.OneOf(FieldPath.Root("preemptionPolicy"), document["preemptionPolicy"], "Never", "PreemptLowerPriority");
    }

    public static void PriorityClassUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        if (old.Int("value") != document.Int("value"))
            problems.Forbidden(FieldPath.Root("value"), "may not be changed in an update.");
        problems.Unchanged(FieldPath.Root("preemptionPolicy"), old["preemptionPolicy"], document["preemptionPolicy"]);
    }

    public static void DisruptionBudget(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
            problems.Invalid(Spec, spec, "minAvailable and maxUnavailable cannot be both set");
        WorkloadRules.CountOrPercent(spec["minAvailable"], Spec.Child("minAvailable"), problems);
        WorkloadRules.CountOrPercent(spec["maxUnavailable"], Spec.Child("maxUnavailable"), problems);
        SelectorRules.LabelSelector(spec.Object("selector"), Spec.Child("selector"), problems);
        problems.OneOf(Spec.Child("unhealthyPodEvictionPolicy"), spec["unhealthyPodEvictionPolicy"], "AlwaysAllow", "IfHealthyBudget");
    }

    public static void Lease(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        if (spec.Int("leaseDurationSeconds") is <= 0)
            problems.Invalid(Spec.Child("leaseDurationSeconds"), spec["leaseDurationSeconds"], "must be greater than 0");
        if (spec.Int("leaseTransitions") is < 0)
            problems.Invalid(Spec.Child("leaseTransitions"), spec["leaseTransitions"], Problems.Negative);
    }

    public static void Event(ApiResource resource, JsonObject document, bool isNew, Problems problems)
    {
        string reference = resource.Group.Length == 0 ? "involvedObject" : "regarding";
        string ns = document.Text("metadata", "namespace") ?? "", about = document.Text(reference, "namespace") ?? "";
        if (about.Length > 0 ? about != ns : ns is not ("default" or "kube-system" or ""))
            problems.Invalid(FieldPath.Root("involvedObject").Child("namespace"), about, "does not match event.namespace");
        if (resource.Group.Length == 0 || !isNew)
            return;
        if (document.Text("eventTime") is null)
            problems.Required(FieldPath.Root("eventTime"));
        problems.OneOf(FieldPath.Root("type"), document["type"], "Normal", "Warning");
        if (problems.HasText(FieldPath.Root("reportingController"), document["reportingController"]))
            problems.Invalid(FieldPath.Root("reportingController"), document.Text("reportingController")!, Names.QualifiedNameProblems(document.Text("reportingController")!));
        foreach (string name in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
            problems.HasText(FieldPath.Root(name), document[name]);
        if (Encoding.UTF8.GetByteCount(document.Text("note") ?? "") > 1024)
            problems.Invalid(FieldPath.Root("message"), "", "can have at most 1024 characters");
    }

    public static void StorageClass(JsonObject document, Problems problems)
    {
        problems.HasText(FieldPath.Root("provisioner"), document["provisioner"]);
        problems.OneOf(FieldPath.Root("reclaimPolicy"), document["reclaimPolicy"], "Delete", "Retain");
        problems.RequiredOneOf(FieldPath.Root("volumeBindingMode"), document["volumeBindingMode"], "Immediate", "WaitForFirstConsumer");
    }

    public static void StorageClassUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        foreach (string name in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy"])
        {
            if (!JsonNode.DeepEquals(old[name], document[name]))
                problems.Forbidden(FieldPath.Root(name), $"updates to {name} are forbidden.");
        }

        problems.Unchanged(FieldPath.Root("volumeBindingMode"), old["volumeBindingMode"], document["volumeBindingMode"]);
    }

    public static void Autoscaler(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        long min = spec.Int("minReplicas") ?? 1, max = spec.Int("maxReplicas") ?? 0;
        if (min < 1)
            problems.Invalid(Spec.Child("minReplicas"), min, "must be greater than or equal to 1");
        if (max < 1)
            problems.Invalid(Spec.Child("maxReplicas"), max, "must be greater than 0");
        if (max < min)
            problems.Invalid(Spec.Child("maxReplicas"), max, "must be greater than or equal to `minReplicas`");
        problems.HasText(Spec.Child("scaleTargetRef", "kind"), spec.Object("scaleTargetRef")?["kind"]);
        problems.HasText(Spec.Child("scaleTargetRef", "name"), spec.Object("scaleTargetRef")?["name"]);
    }

    public static void RuntimeClass(JsonObject document, Problems problems)
    {
        string handler = document.Text("handler") ?? "";
        problems.Invalid(FieldPath.Root("handler"), handler, Names.Dns1123LabelProblems(handler));
        ResourceRules.List(document.Object("overhead", "podFixed"), FieldPath.Root("overhead").Child("podFixed"), problems);
        PlacementRules.Tolerations((document["scheduling"]?["tolerations"]).Objects(), FieldPath.Root("scheduling").Child("tolerations"), problems);
    }

    public static void LimitRange(JsonObject document, Problems problems)
    {
        int i = 0;
        foreach (JsonObject item in (document["spec"]?["limits"]).Objects())
        {
            FieldPath at = Spec.Child("limits").Index(i++);
            problems.HasText(at.Child("type"), item["type"]);
            foreach ((string name, JsonNode? min) in item.Object("min") ?? [])
            {
                if (item.Text("max", name) is { } max && QuantityText.Compare(min.Text() ?? "0", max) > 0)
                    problems.Invalid(at.Child("min").Key(name), min, $"min value {min.Text()} is greater than max value {max}");
            }
        }
    }

    public static void Scale(JsonObject document, Problems problems) =>
        problems.NonNegative(Spec.Child("replicas"), document["spec"]?["replicas"]);
}
