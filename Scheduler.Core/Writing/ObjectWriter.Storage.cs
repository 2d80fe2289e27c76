using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Persistent volumes, claims, storage classes and CSI objects.</summary>
public static partial class ObjectWriter
{
    private static void PersistentVolumeFields(Utf8JsonWriter json, PersistentVolume volume)
    {
        json.Object("spec", volume, PersistentVolumeSpec);
        json.Object("status", volume.Phase, static (writer, phase) => writer.Text("phase", phase));
    }

    private static void PersistentVolumeSpec(Utf8JsonWriter json, PersistentVolume volume)
    {
        json.WriteStartObject("capacity");
        json.Amount("storage", volume.Capacity, isBytes: true);
        json.WriteEndObject();
        json.Texts("accessModes", volume.AccessModes);
        json.Text("storageClassName", volume.StorageClassName);
        json.TextOrNull("volumeMode", volume.VolumeMode);
        json.TextOrNull("volumeAttributesClassName", volume.VolumeAttributesClassName);
        json.Object("claimRef", volume.ClaimRef, static (writer, claim) =>
        {
            writer.Text("namespace", claim.Namespace);
            writer.Text("name", claim.Name);
            writer.Text("uid", claim.Uid);
        });
        json.Object("nodeAffinity", volume.NodeAffinity, static (writer, selector) => writer.Object("required", selector, NodeSelector));
        json.Object("csi", volume.Csi, static (writer, csi) =>
        {
            writer.Text("driver", csi.Driver);
            writer.Text("volumeHandle", csi.VolumeHandle);
        });
        Migratable(json, volume.MigratableSource, volume.MigratableHandle);
    }

    private static void ClaimFields(Utf8JsonWriter json, PersistentVolumeClaim claim)
    {
        json.Object("spec", claim, ClaimSpec);
        json.Object("status", claim.Phase, static (writer, phase) => writer.Text("phase", phase));
    }

    private static void ClaimSpec(Utf8JsonWriter json, PersistentVolumeClaim claim)
    {
        json.Text("volumeName", claim.VolumeName);
        json.TextOrNull("storageClassName", claim.StorageClassName);
        json.Texts("accessModes", claim.AccessModes);
        json.TextOrNull("volumeMode", claim.VolumeMode);
        json.TextOrNull("volumeAttributesClassName", claim.VolumeAttributesClassName);
        json.Object("selector", claim.Selector, Selector);
        if (claim.RequestedStorage is not { } storage) return;
        json.WriteStartObject("resources");
        json.Amounts("requests", ResourceList.From([new("storage", storage)]));
        json.WriteEndObject();
    }

    private static void StorageClassFields(Utf8JsonWriter json, StorageClass storageClass)
    {
        json.Text("provisioner", storageClass.Provisioner);
        json.TextOrNull("volumeBindingMode", storageClass.VolumeBindingMode);
        json.Objects("allowedTopologies", storageClass.AllowedTopologies, static (writer, term) =>
            writer.Objects("matchLabelExpressions", term.MatchLabelExpressions, static (inner, expression) =>
            {
                inner.Text("key", expression.Key);
                inner.Texts("values", expression.Value);
            }));
    }

    private static void CsiNodeFields(Utf8JsonWriter json, CsiNode node) =>
        json.Object("spec", node, static (writer, it) => writer.Objects("drivers", it.Drivers, CsiNodeDriver));

    private static void CsiNodeDriver(Utf8JsonWriter json, CsiNodeDriver driver)
    {
        json.Text("name", driver.Name);
        json.Text("nodeID", driver.NodeId);
        json.Texts("topologyKeys", driver.TopologyKeys);
        if (driver.Count is not { } count) return;
        json.WriteStartObject("allocatable");
        json.WriteNumber("count", count);
        json.WriteEndObject();
    }

    private static void CsiDriverFields(Utf8JsonWriter json, CsiDriver driver) =>
        json.Object("spec", driver, static (writer, it) =>
        {
            writer.FlagIfSet("storageCapacity", it.StorageCapacity);
            writer.FlagIfSet("preventPodSchedulingIfMissing", it.PreventPodSchedulingIfMissing);
        });

    private static void CapacityFields(Utf8JsonWriter json, CsiStorageCapacity capacity)
    {
        json.Text("storageClassName", capacity.StorageClassName);
        json.Object("nodeTopology", capacity.NodeTopology, Selector);
        json.Amount("capacity", capacity.Capacity, isBytes: true);
        json.Amount("maximumVolumeSize", capacity.MaximumVolumeSize, isBytes: true);
    }

    private static void AttachmentFields(Utf8JsonWriter json, VolumeAttachment attachment) =>
        json.Object("spec", attachment, static (writer, it) =>
        {
            writer.Text("attacher", it.Attacher);
            writer.Text("nodeName", it.NodeName);
            writer.Object("source", it.PersistentVolumeName, static (source, name) => source.WriteString("persistentVolumeName", name));
        });
}
