using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Volumes of a pod.</summary>
public static partial class ObjectWriter
{
    private static void Volume(Utf8JsonWriter json, Volume volume)
    {
        json.Text("name", volume.Name);
        json.Object("persistentVolumeClaim", volume.ClaimName, static (writer, name) => writer.Text("claimName", name));
        if (volume.IsEphemeral) Ephemeral(json, volume.EphemeralStorageClassName);
        json.Object("gcePersistentDisk", volume.GcePersistentDisk, static (writer, disk) =>
        {
            writer.Text("pdName", disk.PdName);
            writer.FlagIfSet("readOnly", disk.ReadOnly);
        });
        json.Object("awsElasticBlockStore", volume.AwsElasticBlockStore, static (writer, disk) =>
        {
            writer.Text("volumeID", disk.VolumeId);
            writer.FlagIfSet("readOnly", disk.ReadOnly);
        });
        json.Object("rbd", volume.Rbd, Rbd);
        json.Object("iscsi", volume.Iscsi, Iscsi);
        json.Object("csi", volume.CsiDriver, static (writer, driver) => writer.Text("driver", driver));
        json.Object("image", volume.ImageReference, static (writer, reference) => writer.Text("reference", reference));
        Migratable(json, volume.MigratableSource, volume.MigratableHandle);
    }

    private static void Ephemeral(Utf8JsonWriter json, string? storageClass)
    {
        json.WriteStartObject("ephemeral");
        json.WriteStartObject("volumeClaimTemplate");
        json.WriteStartObject("spec");
        json.TextOrNull("storageClassName", storageClass);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Migratable(Utf8JsonWriter json, string? source, string handle)
    {
        if (source is null) return;
        json.WriteStartObject(source);
        if (MigratableSources.Find(source) is { } known) json.Text(known.HandleField, handle);
        json.WriteEndObject();
    }

    private static void Rbd(Utf8JsonWriter json, RbdVolume volume)
    {
        json.Texts("monitors", volume.Monitors);
        json.Text("pool", volume.Pool);
        json.Text("image", volume.Image);
        json.FlagIfSet("readOnly", volume.ReadOnly);
    }

    private static void Iscsi(Utf8JsonWriter json, IscsiVolume volume)
    {
        json.Text("iqn", volume.Iqn);
        json.Text("targetPortal", volume.TargetPortal);
        json.NumberIfSet("lun", volume.Lun);
        json.FlagIfSet("readOnly", volume.ReadOnly);
    }
}
