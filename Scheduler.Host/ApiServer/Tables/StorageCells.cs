using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

internal static class StorageCells
{
    private const string OldClassAnnotation = "volume.beta.kubernetes.io/storage-class";
    private const string DefaultAnnotation = "storageclass.kubernetes.io/is-default-class";

    public static JsonArray PersistentVolume(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        string claim = spec.Object("claimRef") is { } reference ? $"{reference.Text("namespace")}/{reference.Text("name")}" : "";
        return
        [
            CellText.Name(document),
            spec.Text("capacity", "storage") ?? "",
            Modes(spec["accessModes"]),
            spec.Text("persistentVolumeReclaimPolicy") ?? "",
            Phase(document),
            claim,
            ClassOf(document),
            spec.Text("volumeAttributesClassName") ?? CellText.Unset,
            document.Text("status", "reason") ?? "",
            CellText.Age(document, now),
            spec.Text("volumeMode") ?? CellText.Unset,
        ];
    }

    public static JsonArray Claim(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [], status = document.Object("status") ?? [];
        string volume = spec.Text("volumeName") ?? "";
        return
        [
            CellText.Name(document),
            Phase(document),
            volume,
            volume.Length > 0 ? status.Text("capacity", "storage") ?? "0" : "",
            volume.Length > 0 ? Modes(status["accessModes"]) : "",
            ClassOf(document),
            spec.Text("volumeAttributesClassName") ?? CellText.Unset,
            CellText.Age(document, now),
            spec.Text("volumeMode") ?? CellText.Unset,
        ];
    }

    public static JsonArray StorageClass(JsonObject document, DateTimeOffset now)
    {
        bool isDefault = document.Object("metadata", "annotations").Text(DefaultAnnotation) == "true";
        return
        [
            CellText.Name(document) + (isDefault ? " (default)" : ""),
            document.Text("provisioner") ?? "",
            document.Text("reclaimPolicy") ?? "Delete",
            document.Text("volumeBindingMode") ?? CellText.Unset,
            document.Bool("allowVolumeExpansion") ?? false,
            CellText.Age(document, now),
        ];
    }

    public static JsonArray CsiDriver(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        string[] audiences = [.. spec["tokenRequests"].Objects().Select(t => t.Text("audience") ?? "")];
        return
        [
            CellText.Name(document),
            spec.Bool("attachRequired") ?? true,
            spec.Bool("podInfoOnMount") ?? false,
            spec.Bool("storageCapacity") ?? false,
            audiences.Length == 0 ? CellText.Unset : string.Join(",", audiences),
            spec.Bool("requiresRepublish") ?? false,
            CellText.Joined(spec["volumeLifecycleModes"].Texts()),
            CellText.Age(document, now),
        ];
    }

    public static JsonArray CsiNode(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), (document["spec"]?["drivers"] as JsonArray)?.Count ?? 0, CellText.Age(document, now)];

    public static JsonArray VolumeAttachment(JsonObject document, DateTimeOffset now)
    {
        JsonObject spec = document.Object("spec") ?? [];
        return
        [
            CellText.Name(document),
            spec.Text("attacher") ?? "",
            spec.Text("source", "persistentVolumeName") ?? "",
            spec.Text("nodeName") ?? "",
            document.Bool("status", "attached") ?? false,
            CellText.Age(document, now),
        ];
    }

    public static JsonArray VolumeAttributesClass(JsonObject document, DateTimeOffset now) =>
        [CellText.Name(document), document.Text("driverName") ?? "", CellText.Age(document, now)];

    private static string Phase(JsonObject document) =>
        document.Text("metadata", "deletionTimestamp") is null ? document.Text("status", "phase") ?? "" : "Terminating";

    private static string ClassOf(JsonObject document) =>
        document.Object("metadata", "annotations").Text(OldClassAnnotation) ?? document.Text("spec", "storageClassName") ?? "";

    private static string Modes(JsonNode? modes)
    {
        string[] stated = [.. modes.Texts()];
        (string Mode, string Short)[] known = [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];
        return string.Join(",", known.Where(k => stated.Contains(k.Mode)).Select(k => k.Short));
    }
}
