using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>Which fields a field selector may name, per resource, and how each reads from a document. An absent field reads as its zero.</summary>
internal static class SelectableFields
{
    private static readonly string[] EventReference = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

    /// <exception cref="ApiDataException">The resource does not support the field.</exception>
    public static Func<JsonObject, string> Reader(ApiResource resource, string field)
    {
        if (field == "metadata.name" || (field == "metadata.namespace" && (resource.Namespaced || !HasOwnFields(resource))))
            return At(field.Split('.'));
        return OwnField(resource, field) ?? throw ApiDataException.BadRequest(NotSupported(resource, field));
    }

    /// <summary>Where a field is a text at its own path in the stored form; null where it has to be computed.</summary>
    public static FieldScan? Scan(ApiResource resource, string field, string value) => (resource.Kind, field) switch
    {
        (_, "metadata.name" or "metadata.namespace") => new FieldScan(field, value),
        ("Pod", "spec.nodeName" or "spec.restartPolicy" or "spec.schedulerName" or "spec.serviceAccountName" or "status.phase" or "status.podIP" or "status.nominatedNodeName")
            or ("Namespace", "status.phase") or ("Secret", "type") or ("Service", "spec.clusterIP" or "spec.type") => new FieldScan(field, value),
        _ => null,
    };

    private static bool HasOwnFields(ApiResource resource) =>
        resource.Kind is "Pod" or "Node" or "Event" or "Namespace" or "Secret" or "Service" or "ReplicationController"
            or "ReplicaSet" or "Job" or "CertificateSigningRequest" or "ResourceSlice";

    private static Func<JsonObject, string>? OwnField(ApiResource resource, string field) => (resource.Kind, field) switch
    {
        ("Pod", "spec.nodeName" or "spec.restartPolicy" or "spec.schedulerName" or "spec.serviceAccountName" or "status.phase" or "status.podIP" or "status.nominatedNodeName") => At(field.Split('.')),
        ("Pod", "spec.host") => At("spec", "nodeName"),
        ("Pod", "spec.hostNetwork") => Flag("spec", "hostNetwork"),
        ("Pod", "status.podIPs") => PodIps,
        ("Node", "spec.unschedulable") => Flag("spec", "unschedulable"),
        ("Event", _) => EventField(field),
        ("Namespace", "status.phase") => At("status", "phase"),
        ("Namespace", "name") => At("metadata", "name"),
        ("Secret", "type") => At("type"),
        ("Service", "spec.clusterIP" or "spec.type") => At(field.Split('.')),
        ("ReplicaSet" or "ReplicationController", "status.replicas") => Number("status", "replicas"),
        ("Job", "status.successful") => Number("status", "succeeded"),
        ("CertificateSigningRequest", "spec.signerName") => At("spec", "signerName"),
        ("ResourceSlice", "spec.nodeName" or "spec.driver") => At(field.Split('.')),
        _ => null,
    };

    /// <summary>Events have two shapes (core/v1 and events.k8s.io/v1); both names read from both shapes.</summary>
    private static Func<JsonObject, string>? EventField(string field)
    {
        if (field is "reason" or "type")
            return At(field);
        if (field is "reportingComponent" or "reportingController")
            return Either(At("reportingComponent"), At("reportingController"));
        if (field is "source")
            return Either(Either(At("source", "component"), At("deprecatedSource", "component")), Either(At("reportingComponent"), At("reportingController")));
        int dot = field.IndexOf('.');
        return dot > 0 && field[..dot] is "involvedObject" or "regarding" && EventReference.Contains(field[(dot + 1)..])
            ? Either(At("involvedObject", field[(dot + 1)..]), At("regarding", field[(dot + 1)..]))
            : null;
    }

    private static string NotSupported(ApiResource resource, string field) => resource.Kind switch
    {
        "Job" => $"field label \"{field}\" not supported for Job",
        "ReplicaSet" => $"field label not supported for ReplicaSet: {field}",
        "ResourceSlice" => $"field label not supported for ResourceSlice: {field}",
        _ when HasOwnFields(resource) => $"field label not supported: {field}",
        _ => $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
    };

    private static Func<JsonObject, string> Either(Func<JsonObject, string> first, Func<JsonObject, string> second) => document =>
        first(document) is { Length: > 0 } value ? value : second(document);

    private static Func<JsonObject, string> At(params string[] path) => document => Text(Find(document, path)) ?? "";

    private static Func<JsonObject, string> Flag(params string[] path) => document =>
        Find(document, path) is JsonValue value && value.GetValueKind() == JsonValueKind.True ? "true" : "false";

    private static Func<JsonObject, string> Number(params string[] path) => document =>
        Find(document, path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : "0";

    private static string PodIps(JsonObject document) =>
        Find(document, ["status", "podIPs"]) is JsonArray ips ? string.Join(",", ips.Select(ip => Text((ip as JsonObject)?["ip"]))) : "";

    private static JsonNode? Find(JsonObject document, string[] path)
    {
        JsonNode? node = document;
        foreach (string name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
