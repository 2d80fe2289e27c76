using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Volumes of a pod.</summary>
internal ref partial struct ObjectReader
{
    /// <summary>The volumes that scheduling reads something of: the token that every pod carries, under a name of its own, is not worth its memory.</summary>
    private Volume[] VolumesHere()
    {
        Volume[] written = Items(static (ref ObjectReader reader) => reader.VolumeHere()) ?? [];
        int concerning = 0;
        foreach (Volume volume in written)
            if (volume.Concerns) written[concerning++] = volume;
        if (concerning == written.Length) return written;
        return concerning == 0 ? [] : written[..concerning];
    }

    private Volume VolumeHere()
    {
        BeginObject();
        Volume volume = new();
        while (NextField())
        {
            if (Is("name"u8)) volume = volume with { Name = Text() };
            else if (Is("persistentVolumeClaim"u8)) volume = volume with { ClaimName = FieldOrNull("claimName"u8) };
            else if (Is("ephemeral"u8)) volume = Ephemeral(volume);
            else if (Is("gcePersistentDisk"u8)) volume = volume with { GcePersistentDisk = Object(static (ref ObjectReader r) => r.GceDiskHere()) };
            else if (Is("awsElasticBlockStore"u8)) volume = volume with { AwsElasticBlockStore = Object(static (ref ObjectReader r) => r.AwsDiskHere()) };
            else if (Is("rbd"u8)) volume = volume with { Rbd = Object(static (ref ObjectReader r) => r.RbdHere()) };
            else if (Is("iscsi"u8)) volume = volume with { Iscsi = Object(static (ref ObjectReader r) => r.IscsiHere()) };
            else if (Is("csi"u8)) volume = volume with { CsiDriver = FieldOrNull("driver"u8) };
            else if (Is("image"u8)) volume = volume with { ImageReference = FieldOrNull("reference"u8) };
            else if (Migratable(MigratableSources.InVolumes) is { } source)
            {
                if (FieldOrNull(source.HandleFieldUtf8) is { } handle) volume = volume with { MigratableSource = source.Name, MigratableHandle = handle };
            }
            else SkipValue();
        }

        return volume;
    }

    /// <summary>One text of an object: null where the object is, empty where only the field is absent.</summary>
    private string? FieldOrNull(ReadOnlySpan<byte> field)
    {
        if (!Enter()) return null;
        string text = "";
        while (NextField())
        {
            if (Is(field)) text = Text();
            else SkipValue();
        }

        return text;
    }

    /// <summary>The in-tree source that the current field is; null where it is none.</summary>
    private readonly MigratableSource? Migratable(MigratableSource[] sources)
    {
        foreach (MigratableSource source in sources)
            if (Is(source.NameUtf8)) return source;
        return null;
    }

    private Volume Ephemeral(Volume volume)
    {
        if (!Enter()) return volume;
        string? storageClass = null;
        while (NextField())
        {
            if (Is("volumeClaimTemplate"u8)) storageClass = TemplateStorageClass();
            else SkipValue();
        }

        return volume with { IsEphemeral = true, EphemeralStorageClassName = storageClass };
    }

    private string? TemplateStorageClass()
    {
        if (!Enter()) return null;
        string? storageClass = null;
        while (NextField())
        {
            if (!Is("spec"u8)) SkipValue();
            else if (Enter())
            {
                while (NextField())
                {
                    if (Is("storageClassName"u8)) storageClass = TextOrNull();
                    else SkipValue();
                }
            }
        }

        return storageClass;
    }

    private GcePersistentDisk GceDiskHere()
    {
        BeginObject();
        string name = "";
        bool isReadOnly = false;
        while (NextField())
        {
            if (Is("pdName"u8)) name = Text();
            else if (Is("readOnly"u8)) isReadOnly = Flag();
            else SkipValue();
        }

        return new(name, isReadOnly);
    }

    private AwsElasticBlockStore AwsDiskHere()
    {
        BeginObject();
        string id = "";
        bool isReadOnly = false;
        while (NextField())
        {
            if (Is("volumeID"u8)) id = Text();
            else if (Is("readOnly"u8)) isReadOnly = Flag();
            else SkipValue();
        }

        return new(id, isReadOnly);
    }

    private RbdVolume RbdHere()
    {
        BeginObject();
        string[] monitors = [];
        string pool = "", image = "";
        bool isReadOnly = false;
        while (NextField())
        {
            if (Is("monitors"u8)) monitors = Texts();
            else if (Is("pool"u8)) pool = Text();
            else if (Is("image"u8)) image = Text();
            else if (Is("readOnly"u8)) isReadOnly = Flag();
            else SkipValue();
        }

        return new(monitors, pool, image, isReadOnly);
    }

    private IscsiVolume IscsiHere()
    {
        BeginObject();
        string iqn = "", portal = "";
        int lun = 0;
        bool isReadOnly = false;
        while (NextField())
        {
            if (Is("iqn"u8)) iqn = Text();
            else if (Is("targetPortal"u8)) portal = Text();
            else if (Is("lun"u8)) lun = Int32();
            else if (Is("readOnly"u8)) isReadOnly = Flag();
            else SkipValue();
        }

        return new(iqn, portal, lun, isReadOnly);
    }
}
