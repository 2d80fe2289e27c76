using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Nodes.</summary>
internal ref partial struct ObjectReader
{
    private Node NodeHere()
    {
        BeginObject();
        Node node = new();
        while (NextField())
        {
            if (Is("metadata"u8)) node = node with { Metadata = Metadata() };
            else if (Is("spec"u8)) node = NodeSpec(node);
            else if (Is("status"u8)) node = NodeStatus(node);
            else SkipValue();
        }

        return node;
    }

    private Node NodeSpec(Node node)
    {
        bool isUnschedulable = false;
        Taint[] taints = [];
        if (!Enter()) return node;
        while (NextField())
        {
            if (Is("unschedulable"u8)) isUnschedulable = Flag();
            else if (Is("taints"u8)) taints = Items(static (ref ObjectReader reader) => reader.TaintHere()) ?? [];
            else SkipValue();
        }

        return node with { Unschedulable = isUnschedulable, Taints = taints };
    }

    private Taint TaintHere()
    {
        BeginObject();
        string key = "", value = "", effect = "";
        while (NextField())
        {
            if (Is("key"u8)) key = Text();
            else if (Is("value"u8)) value = Text();
            else if (Is("effect"u8)) effect = Text();
            else SkipValue();
        }

        return new(key, value, effect);
    }

    private Node NodeStatus(Node node)
    {
        ResourceList capacity = ResourceList.Empty, allocatable = ResourceList.Empty;
        ContainerImage[] images = [];
        string[] features = [];
        NodeCondition[] conditions = [];
        if (!Enter()) return node;
        while (NextField())
        {
            if (Is("capacity"u8)) capacity = Resources();
            else if (Is("allocatable"u8)) allocatable = Resources();
            else if (Is("images"u8)) images = Images();
            else if (Is("declaredFeatures"u8)) features = Texts();
            else if (Is("conditions"u8)) conditions = Items(static (ref ObjectReader reader) => reader.NodeConditionHere()) ?? [];
            else SkipValue();
        }

        return node with { Capacity = capacity, Allocatable = allocatable, Images = images, DeclaredFeatures = features, Conditions = conditions };
    }

    private ContainerImage[] Images() =>
        Shared(intern.Images, static (ref ObjectReader reader) => reader.ItemsHere(static (ref ObjectReader item) => item.ImageHere())) ?? [];

    private ContainerImage ImageHere()
    {
        BeginObject();
        string[] names = [];
        long sizeBytes = 0;
        while (NextField())
        {
            if (Is("names"u8)) names = Texts();
            else if (Is("sizeBytes"u8)) sizeBytes = Int64();
            else SkipValue();
        }

        return new(names, sizeBytes);
    }

    private NodeCondition NodeConditionHere()
    {
        BeginObject();
        string type = "", status = "", reason = "";
        while (NextField())
        {
            if (Is("type"u8)) type = Text();
            else if (Is("status"u8)) status = Text();
            else if (Is("reason"u8)) reason = Text();
            else SkipValue();
        }

        return new(type, status, reason);
    }
}
