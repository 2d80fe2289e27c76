using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Core.Writing;

/// <summary>Writes objects as the JSON that <see cref="KubeReader"/> reads: every field that is read is written, so an object survives the way.</summary>
public static partial class ObjectWriter
{
    /// <summary>Characters such as <c>&lt;</c> and <c>é</c> stay readable; the texts are not for web pages.</summary>
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>The JSON of one object.</summary>
    public static string ToJson(IKubeObject obj, bool indented = false)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, indented ? Indented : Compact)) Write(json, obj);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a <c>List</c> of objects, as <c>kubectl get -o json</c> does.</summary>
    public static void WriteList(Stream stream, IEnumerable<IKubeObject> objects)
    {
        using Utf8JsonWriter json = new(stream, Compact);
        json.WriteStartObject();
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "List");
        json.WriteStartArray("items");
        foreach (IKubeObject obj in objects)
        {
            Write(json, obj);
            if (json.BytesPending > 1 << 20) json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes one object with its <c>apiVersion</c> and <c>kind</c>.</summary>
    public static void Write(Utf8JsonWriter json, IKubeObject obj)
    {
        KubeKindInfo info = KindOf(obj).Info();
        json.WriteStartObject();
        json.WriteString("apiVersion", info.ApiVersion);
        json.WriteString("kind", info.Name);
        json.Object("metadata", obj.Metadata, Metadata);
        Fields(json, obj);
        json.WriteEndObject();
    }

    /// <summary>The kind of an object.</summary>
    public static KubeKind KindOf(IKubeObject obj) => obj switch
    {
        Node => KubeKind.Node,
        Pod => KubeKind.Pod,
        Namespace => KubeKind.Namespace,
        Service => KubeKind.Service,
        ReplicationController => KubeKind.ReplicationController,
        Workload workload => Enum.Parse<KubeKind>(workload.Kind),
        PriorityClass => KubeKind.PriorityClass,
        PodDisruptionBudget => KubeKind.PodDisruptionBudget,
        PersistentVolume => KubeKind.PersistentVolume,
        PersistentVolumeClaim => KubeKind.PersistentVolumeClaim,
        StorageClass => KubeKind.StorageClass,
        CsiNode => KubeKind.CsiNode,
        CsiDriver => KubeKind.CsiDriver,
        CsiStorageCapacity => KubeKind.CsiStorageCapacity,
        VolumeAttachment => KubeKind.VolumeAttachment,
        ResourceClaim => KubeKind.ResourceClaim,
        ResourceSlice => KubeKind.ResourceSlice,
        DeviceClass => KubeKind.DeviceClass,
        _ => throw new ArgumentException($"{obj.GetType().Name} is no kind of object", nameof(obj)),
    };

    private static void Fields(Utf8JsonWriter json, IKubeObject obj)
    {
        switch (obj)
        {
            case Node node: NodeFields(json, node); break;
            case Pod pod: PodFields(json, pod); break;
            case Service service: SelectorInSpec(json, service.Selector); break;
            case ReplicationController controller: SelectorInSpec(json, controller.Selector); break;
            case Workload workload: WorkloadFields(json, workload); break;
            case PriorityClass priorityClass: PriorityClassFields(json, priorityClass); break;
            case PodDisruptionBudget budget: BudgetFields(json, budget); break;
            case PersistentVolume volume: PersistentVolumeFields(json, volume); break;
            case PersistentVolumeClaim claim: ClaimFields(json, claim); break;
            case StorageClass storageClass: StorageClassFields(json, storageClass); break;
            case CsiNode node: CsiNodeFields(json, node); break;
            case CsiDriver driver: CsiDriverFields(json, driver); break;
            case CsiStorageCapacity capacity: CapacityFields(json, capacity); break;
            case VolumeAttachment attachment: AttachmentFields(json, attachment); break;
            case ResourceClaim claim: ResourceClaimFields(json, claim); break;
            case ResourceSlice slice: ResourceSliceFields(json, slice); break;
            case DeviceClass deviceClass: DeviceClassFields(json, deviceClass); break;
        }
    }

    private static void Metadata(Utf8JsonWriter json, ObjectMeta metadata)
    {
        json.Text("name", metadata.Name);
        json.Text("namespace", metadata.Namespace);
        json.Text("uid", metadata.Uid);
        json.Text("resourceVersion", metadata.ResourceVersion);
        json.NumberIfSet("generation", metadata.Generation);
        json.Time("creationTimestamp", metadata.CreationTimestamp);
        json.Time("deletionTimestamp", metadata.DeletionTimestamp);
        json.Map("labels", metadata.Labels);
        json.Map("annotations", metadata.Annotations);
        json.Objects("ownerReferences", metadata.OwnerReferences, static (writer, owner) =>
        {
            writer.Text("apiVersion", owner.ApiVersion);
            writer.Text("kind", owner.Kind);
            writer.Text("name", owner.Name);
            writer.Text("uid", owner.Uid);
            writer.FlagIfSet("controller", owner.Controller);
        });
    }

    private static void Selector(Utf8JsonWriter json, LabelSelector selector)
    {
        json.Map("matchLabels", selector.MatchLabels);
        json.Objects("matchExpressions", selector.MatchExpressions, Requirement);
    }

    private static void Requirement(Utf8JsonWriter json, SelectorRequirement requirement)
    {
        json.Text("key", requirement.Key);
        json.Text("operator", requirement.Operator);
        json.Texts("values", requirement.Values);
    }

    private static void SelectorInSpec(Utf8JsonWriter json, StringMap? selector)
    {
        json.WriteStartObject("spec");
        json.MapOrNull("selector", selector);
        json.WriteEndObject();
    }
}
