using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Persistent volumes, claims and storage classes.</summary>
internal ref partial struct ObjectReader
{
    private PersistentVolume PersistentVolumeHere()
    {
        BeginObject();
        PersistentVolume volume = new();
        while (NextField())
        {
            if (Is("metadata"u8)) volume = volume with { Metadata = Metadata() };
            else if (Is("spec"u8)) volume = PersistentVolumeSpec(volume);
            else if (Is("status"u8)) volume = volume with { Phase = FieldOrNull("phase"u8) ?? "" };
            else SkipValue();
        }

        return volume;
    }

    private PersistentVolume PersistentVolumeSpec(PersistentVolume volume)
    {
        if (!Enter()) return volume;
        while (NextField())
        {
            if (Is("capacity"u8)) volume = volume with { Capacity = Resources()["storage"] ?? Quantity.Zero };
            else if (Is("accessModes"u8)) volume = volume with { AccessModes = Texts() };
            else if (Is("storageClassName"u8)) volume = volume with { StorageClassName = Text() };
            else if (Is("volumeMode"u8)) volume = volume with { VolumeMode = TextOrNull() };
            else if (Is("volumeAttributesClassName"u8)) volume = volume with { VolumeAttributesClassName = TextOrNull() };
            else if (Is("claimRef"u8)) volume = volume with { ClaimRef = Object(static (ref ObjectReader r) => r.ClaimReferenceHere()) };
            else if (Is("nodeAffinity"u8)) volume = volume with { NodeAffinity = RequiredNodeAffinity() };
            else if (Is("csi"u8)) volume = volume with { Csi = Object(static (ref ObjectReader r) => r.CsiSourceHere()) };
            else if (Migratable(MigratableSources.InPersistentVolumes) is { } source)
            {
                if (FieldOrNull(source.HandleFieldUtf8) is { } handle) volume = volume with { MigratableSource = source.Name, MigratableHandle = handle };
            }
            else SkipValue();
        }

        return volume;
    }

    private NodeSelector? RequiredNodeAffinity()
    {
        if (!Enter()) return null;
        NodeSelector? required = null;
        while (NextField())
        {
            if (Is("required"u8)) required = NodeSelectorOrNull();
            else SkipValue();
        }

        return required;
    }

    private ClaimReference ClaimReferenceHere()
    {
        BeginObject();
        string ns = "", name = "", uid = "";
        while (NextField())
        {
            if (Is("namespace"u8)) ns = Text();
            else if (Is("name"u8)) name = Text();
            else if (Is("uid"u8)) uid = UniqueText();
            else SkipValue();
        }

        return new(ns, name, uid);
    }

    private CsiVolumeSource CsiSourceHere()
    {
        BeginObject();
        string driver = "", handle = "";
        while (NextField())
        {
            if (Is("driver"u8)) driver = Text();
            else if (Is("volumeHandle"u8)) handle = UniqueText();
            else SkipValue();
        }

        return new(driver, handle);
    }

    private PersistentVolumeClaim ClaimHere()
    {
        BeginObject();
        PersistentVolumeClaim claim = new();
        while (NextField())
        {
            if (Is("metadata"u8)) claim = claim with { Metadata = Metadata() };
            else if (Is("spec"u8)) claim = ClaimSpec(claim);
            else if (Is("status"u8)) claim = claim with { Phase = FieldOrNull("phase"u8) ?? "" };
            else SkipValue();
        }

        return claim;
    }

    private PersistentVolumeClaim ClaimSpec(PersistentVolumeClaim claim)
    {
        if (!Enter()) return claim;
        while (NextField())
        {
            if (Is("volumeName"u8)) claim = claim with { VolumeName = Text() };
            else if (Is("storageClassName"u8)) claim = claim with { StorageClassName = TextOrNull() };
            else if (Is("accessModes"u8)) claim = claim with { AccessModes = Texts() };
            else if (Is("volumeMode"u8)) claim = claim with { VolumeMode = TextOrNull() };
            else if (Is("volumeAttributesClassName"u8)) claim = claim with { VolumeAttributesClassName = TextOrNull() };
            else if (Is("selector"u8)) claim = claim with { Selector = SelectorOrNull() };
            else if (Is("resources"u8)) claim = claim with { RequestedStorage = RequirementsOrNull()?.Requests["storage"] };
            else SkipValue();
        }

        return claim;
    }

    private StorageClass StorageClassHere()
    {
        BeginObject();
        StorageClass storageClass = new();
        while (NextField())
        {
            if (Is("metadata"u8)) storageClass = storageClass with { Metadata = Metadata() };
            else if (Is("provisioner"u8)) storageClass = storageClass with { Provisioner = Text() };
            else if (Is("volumeBindingMode"u8)) storageClass = storageClass with { VolumeBindingMode = TextOrNull() };
            else if (Is("allowedTopologies"u8))
                storageClass = storageClass with { AllowedTopologies = Items(static (ref ObjectReader r) => r.TopologyTermHere()) ?? [] };
            else SkipValue();
        }

        return storageClass;
    }

    private TopologySelectorTerm TopologyTermHere()
    {
        BeginObject();
        KeyValuePair<string, string[]>[] expressions = [];
        while (NextField())
        {
            if (Is("matchLabelExpressions"u8)) expressions = Items(static (ref ObjectReader r) => r.TopologyExpressionHere()) ?? [];
            else SkipValue();
        }

        return new(expressions);
    }

    private KeyValuePair<string, string[]> TopologyExpressionHere()
    {
        BeginObject();
        string key = "";
        string[] values = [];
        while (NextField())
        {
            if (Is("key"u8)) key = Text();
            else if (Is("values"u8)) values = Texts();
            else SkipValue();
        }

        return new(key, values);
    }
}
