using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Whole objects, lists of them, and texts with several.</summary>
internal ref partial struct ObjectReader
{
    /// <summary>Reads the one object of the text.</summary>
    public IKubeObject Single(KubeKind kind)
    {
        Kind = kind;
        json.Read();
        IKubeObject obj = ObjectHere(kind);
        if (json.Read()) Fail("expected one object, found more");
        return obj;
    }

    /// <summary>Reads every object of the text into a collector.</summary>
    public void All(ClusterObjects into)
    {
        hasDefaultNamespace = true;
        while (json.Read())
        {
            ObjectStart = (int)json.TokenStartIndex;
            Kind = null;
            if (json.TokenType != JsonTokenType.StartObject) FailType("a Kubernetes object");
            Document(into);
        }
    }

    private IKubeObject ObjectHere(KubeKind kind) => kind switch
    {
        KubeKind.Node => NodeHere(),
        KubeKind.Pod => PodHere(),
        KubeKind.Namespace => NamespaceHere(),
        KubeKind.Service => ServiceHere(),
        KubeKind.ReplicationController => ReplicationControllerHere(),
        KubeKind.ReplicaSet or KubeKind.StatefulSet or KubeKind.Deployment or KubeKind.DaemonSet or KubeKind.Job => WorkloadHere(),
        KubeKind.PriorityClass => PriorityClassHere(),
        KubeKind.PodDisruptionBudget => BudgetHere(),
        KubeKind.PersistentVolume => PersistentVolumeHere(),
        KubeKind.PersistentVolumeClaim => ClaimHere(),
        KubeKind.StorageClass => StorageClassHere(),
        KubeKind.CsiNode => CsiNodeHere(),
        KubeKind.CsiDriver => CsiDriverHere(),
        KubeKind.CsiStorageCapacity => CsiStorageCapacityHere(),
        KubeKind.VolumeAttachment => VolumeAttachmentHere(),
        KubeKind.ResourceClaim => ResourceClaimHere(),
        KubeKind.ResourceSlice => ResourceSliceHere(),
        KubeKind.DeviceClass => DeviceClassHere(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Reads an object, or the objects of a list. What it is may be written behind its contents, so the fields are looked through first.</summary>
    private void Document(ClusterObjects into)
    {
        Utf8JsonReader start = json;
        string? apiVersion = null, kind = null;
        bool isList = false;
        while (NextField())
        {
            if (Is("apiVersion"u8)) apiVersion = TextOrNull();
            else if (Is("kind"u8)) kind = TextOrNull();
            else if (Is("items"u8) && (kind is null || IsList(kind)))
            {
                isList = true;
                ListItems(start, apiVersion, kind, into);
            }
            else SkipValue();

            if (apiVersion is not null && kind is not null && !IsList(kind) && !isList) break;
        }

        if (isList) return;
        json = start;
        AddObject(apiVersion, kind, into);
    }

    private static bool IsList(string kind) => kind.EndsWith("List", StringComparison.Ordinal);

    /// <summary>Reads the items of a list. In a <c>List</c> each says what it is; in a <c>PodList</c> the list does.</summary>
    private void ListItems(Utf8JsonReader list, string? listVersion, string? listKind, ClusterObjects into)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType != JsonTokenType.StartArray) FailType("a list");
        int listStart = ObjectStart;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject) FailType("an object");
            ObjectStart = (int)json.TokenStartIndex;
            (string? apiVersion, string? kind) = ItemKind(listKind) is { } itemKind ? (listVersion, itemKind) : Header(json);
            if (kind is null || apiVersion is null)
            {
                // The list says it, but perhaps behind its items.
                if (listKind is null || listVersion is null) (listVersion, listKind) = Header(list);
                kind ??= ItemKind(listKind);
                apiVersion ??= listVersion;
            }

            if (kind is null) throw origin.Error(document, listStart, ObjectStart, "kind is missing");
            if (IsList(kind)) Document(into);
            else AddObject(apiVersion, kind, into);
        }

        ObjectStart = listStart;
        Kind = null;
    }

    /// <summary>What the items of a typed list are; null for a <c>List</c>, and where the list's kind is not known.</summary>
    private static string? ItemKind(string? listKind) =>
        listKind is not null && listKind != "List" && IsList(listKind) ? listKind[..^"List".Length] : null;

    /// <summary>What the object that starts here says it is. For most objects that takes a few bytes.</summary>
    private readonly (string? ApiVersion, string? Kind) Header(Utf8JsonReader start)
    {
        ObjectReader ahead = this;
        ahead.json = start;
        string? apiVersion = null, kind = null;
        while ((apiVersion is null || kind is null) && ahead.NextField())
        {
            if (ahead.Is("apiVersion"u8)) apiVersion = ahead.TextOrNull();
            else if (ahead.Is("kind"u8)) kind = ahead.TextOrNull();
            else ahead.SkipValue();
        }

        return (apiVersion, kind);
    }

    private void AddObject(string? apiVersion, string? kind, ClusterObjects into)
    {
        if (kind is null) FailObject("kind is missing");
        if (apiVersion is null) FailObject("apiVersion is missing");
        Kind = KubeKinds.Find(apiVersion, kind);
        if (Kind is null)
        {
            CountSkipped(apiVersion, kind, into);
            json.Skip();
            return;
        }

        IKubeObject obj = ObjectHere(Kind.Value);
        if (obj.Metadata.Name.Length == 0) FailObject("metadata.name is missing");
        if (!into.TryAdd(obj, Kind.Value, origin.Source, out string? firstSource))
            FailObject(firstSource == origin.Source ? "appears twice" : $"appears twice, first in {firstSource}");
    }

    private static void CountSkipped(string apiVersion, string kind, ClusterObjects into)
    {
        int slash = apiVersion.IndexOf('/');
        string name = slash < 0 ? kind : $"{kind}.{apiVersion[..slash]}";
        into.SkippedKinds[name] = into.SkippedKinds.GetValueOrDefault(name) + 1;
    }

    /// <summary>Stops with an error that concerns the current object as a whole.</summary>
    [DoesNotReturn]
    private readonly void FailObject(string problem) => throw origin.Error(document, ObjectStart, ObjectStart, problem, Kind);
}
