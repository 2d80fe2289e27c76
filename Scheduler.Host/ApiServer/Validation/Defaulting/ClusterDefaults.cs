using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>The kinds around pods: namespaces, nodes, secrets, limits, storage classes, roles, claims of devices.</summary>
internal static class ClusterDefaults
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public static void Namespace(JsonObject document)
    {
        if (document.Name() is { Length: > 0 } name)
            Fill.Object(Fill.Object(document, "metadata"), "labels")["kubernetes.io/metadata.name"] = name;
    }

    public static void Node(JsonObject document)
    {
        JsonObject status = Fill.Object(document, "status");
        PodDefaults.RoundUp(status.Object("capacity"));
        PodDefaults.RoundUp(status.Object("allocatable"));
        if (status["allocatable"] is null && status.Object("capacity") is { } capacity)
            status["allocatable"] = capacity.DeepClone();
    }

    /// <summary><c>stringData</c> is for writing only: it becomes data.</summary>
    public static void Secret(JsonObject document)
    {
        Fill.Text(document, "type", "Opaque");
        if (document.Object("stringData") is not { } plain)
            return;
        JsonObject data = Fill.Object(document, "data");
        foreach ((string key, JsonNode? value) in plain)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        document.Remove("stringData");
    }

    /// <summary>Missing limits of containers follow from each other: limit from maximum, request from limit or else from minimum.</summary>
    public static void LimitRange(JsonObject document)
    {
        foreach (JsonObject item in document.Object("spec")?["limits"].Objects() ?? [])
        {
            if (item.Text("type") != "Container")
                continue;
            Copy(item, "max", "default");
            Copy(item, "default", "defaultRequest");
            Copy(item, "min", "defaultRequest");
        }
    }

    public static void StorageClass(JsonObject document)
    {
        Fill.Text(document, "reclaimPolicy", "Delete");
        Fill.Text(document, "volumeBindingMode", "Immediate");
    }

    public static void CsiDriver(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        Fill.Flag(spec, "attachRequired", true);
        Fill.Flag(spec, "podInfoOnMount", false);
        Fill.Flag(spec, "storageCapacity", false);
        Fill.Text(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        Fill.Texts(spec, "volumeLifecycleModes", "Persistent");
        Fill.Flag(spec, "requiresRepublish", false);
        Fill.Flag(spec, "seLinuxMount", false);
    }

    public static void RoleBinding(JsonObject document)
    {
        Fill.Text(Fill.Object(document, "roleRef"), "apiGroup", RbacGroup);
        foreach (JsonObject subject in document["subjects"].Objects())
        {
            if (subject.Text("kind") is "User" or "Group")
                Fill.Text(subject, "apiGroup", RbacGroup);
        }
    }

    public static void ResourceClaim(JsonObject? spec)
    {
        foreach (JsonObject request in spec.Object("devices")?["requests"].Objects() ?? [])
        {
            if (request.Object("exactly") is { } exactly)
                DeviceRequest(exactly);
            foreach (JsonObject alternative in request["firstAvailable"].Objects())
                DeviceRequest(alternative);
        }
    }

    public static void FlowSchema(JsonObject document) =>
        Fill.NonZero(Fill.Object(document, "spec"), "matchingPrecedence", 1000);

    public static void PriorityLevel(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec");
        if (spec.Object("exempt") is { } exempt)
        {
            Fill.Number(exempt, "nominalConcurrencyShares", 0);
            Fill.Number(exempt, "lendablePercent", 0);
        }

        if (spec.Object("limited") is not { } limited)
            return;
        Fill.Number(limited, "nominalConcurrencyShares", 30);
        Fill.Number(limited, "lendablePercent", 0);
        JsonObject response = Fill.Object(limited, "limitResponse");
        if (response.Text("type") != "Queue" || response.Object("queuing") is not { } queuing)
            return;
        Fill.NonZero(queuing, "queues", 64);
        Fill.NonZero(queuing, "handSize", 8);
        Fill.NonZero(queuing, "queueLengthLimit", 50);
    }

    public static void CustomResource(JsonObject document)
    {
        JsonObject spec = Fill.Object(document, "spec"), names = Fill.Object(spec, "names");
        string kind = names.Text("kind") ?? "";
        Fill.Text(names, "singular", kind.ToLowerInvariant());
        if (kind.Length > 0)
            Fill.Text(names, "listKind", kind + "List");
        Fill.Text(Fill.Object(spec, "conversion"), "strategy", "None");
        if (spec.Object("conversion", "webhook", "clientConfig", "service") is { } service)
            Fill.Number(service, "port", 443);
    }

    public static void ApiService(JsonObject document)
    {
        if (document.Object("spec", "service") is { } service)
            Fill.Number(service, "port", 443);
    }

    private static void DeviceRequest(JsonObject request)
    {
        Fill.Text(request, "allocationMode", "ExactCount");
        if (request.Text("allocationMode") == "ExactCount")
            Fill.NonZero(request, "count", 1);
        foreach (JsonObject toleration in request["tolerations"].Objects())
            Fill.Text(toleration, "operator", "Equal");
    }

    private static void Copy(JsonObject item, string from, string to)
    {
        if (item.Object(from) is not { Count: > 0 } source)
            return;
        JsonObject target = Fill.Object(item, to);
        foreach ((string name, JsonNode? value) in source)
            Fill.AbsentText(target, name, value.Text() ?? "0");
    }
}
