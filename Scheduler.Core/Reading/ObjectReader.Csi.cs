using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>What CSI drivers tell about nodes, capacity and attached volumes.</summary>
internal ref partial struct ObjectReader
{
    private CsiNode CsiNodeHere()
    {
        BeginObject();
        CsiNode node = new();
        while (NextField())
        {
            if (Is("metadata"u8)) node = node with { Metadata = Metadata() };
            else if (Is("spec"u8)) node = CsiNodeSpec(node);
            else SkipValue();
        }

        return node;
    }

    private CsiNode CsiNodeSpec(CsiNode node)
    {
        if (!Enter()) return node;
        while (NextField())
        {
            if (Is("drivers"u8)) node = node with { Drivers = Items(static (ref ObjectReader reader) => reader.CsiNodeDriverHere()) ?? [] };
            else SkipValue();
        }

        return node;
    }

    private CsiNodeDriver CsiNodeDriverHere()
    {
        BeginObject();
        string name = "", nodeId = "";
        string[] topologyKeys = [];
        int? count = null;
        while (NextField())
        {
            if (Is("name"u8)) name = Text();
            else if (Is("nodeID"u8)) nodeId = Text();
            else if (Is("topologyKeys"u8)) topologyKeys = Texts();
            else if (Is("allocatable"u8)) count = AllocatableCount();
            else SkipValue();
        }

        return new(name, nodeId, topologyKeys, count);
    }

    private int? AllocatableCount()
    {
        if (!Enter()) return null;
        int? count = null;
        while (NextField())
        {
            if (Is("count"u8)) count = Int32OrNull();
            else SkipValue();
        }

        return count;
    }

    private CsiDriver CsiDriverHere()
    {
        BeginObject();
        CsiDriver driver = new();
        while (NextField())
        {
            if (Is("metadata"u8)) driver = driver with { Metadata = Metadata() };
            else if (Is("spec"u8)) driver = CsiDriverSpec(driver);
            else SkipValue();
        }

        return driver;
    }

    private CsiDriver CsiDriverSpec(CsiDriver driver)
    {
        if (!Enter()) return driver;
        while (NextField())
        {
            if (Is("storageCapacity"u8)) driver = driver with { StorageCapacity = Flag() };
            else if (Is("preventPodSchedulingIfMissing"u8)) driver = driver with { PreventPodSchedulingIfMissing = Flag() };
            else SkipValue();
        }

        return driver;
    }

    private CsiStorageCapacity CsiStorageCapacityHere()
    {
        BeginObject();
        CsiStorageCapacity capacity = new();
        while (NextField())
        {
            if (Is("metadata"u8)) capacity = capacity with { Metadata = Metadata() };
            else if (Is("storageClassName"u8)) capacity = capacity with { StorageClassName = Text() };
            else if (Is("nodeTopology"u8)) capacity = capacity with { NodeTopology = SelectorOrNull() };
            else if (Is("capacity"u8)) capacity = capacity with { Capacity = QuantityOrNull() };
            else if (Is("maximumVolumeSize"u8)) capacity = capacity with { MaximumVolumeSize = QuantityOrNull() };
            else SkipValue();
        }

        return capacity;
    }

    private VolumeAttachment VolumeAttachmentHere()
    {
        BeginObject();
        VolumeAttachment attachment = new();
        while (NextField())
        {
            if (Is("metadata"u8)) attachment = attachment with { Metadata = Metadata() };
            else if (Is("spec"u8)) attachment = VolumeAttachmentSpec(attachment);
            else SkipValue();
        }

        return attachment;
    }

    private VolumeAttachment VolumeAttachmentSpec(VolumeAttachment attachment)
    {
        if (!Enter()) return attachment;
        while (NextField())
        {
            if (Is("attacher"u8)) attachment = attachment with { Attacher = Text() };
            else if (Is("nodeName"u8)) attachment = attachment with { NodeName = Text() };
            else if (Is("source"u8)) attachment = attachment with { PersistentVolumeName = AttachmentSource() };
            else SkipValue();
        }

        return attachment;
    }

    private string? AttachmentSource()
    {
        if (!Enter()) return null;
        string? name = null;
        while (NextField())
        {
            if (Is("persistentVolumeName"u8)) name = TextOrNull();
            else SkipValue();
        }

        return name;
    }
}
