using System.Text.Json.Nodes;
using Scheduler.Core.Objects;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Volumes;

/// <summary>What volumes and claims say of each other.</summary>
internal static class VolumeDocuments
{
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";
    public const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";
    public const string SelectedNode = "volume.kubernetes.io/selected-node";
    public const string Provisioner = "volume.kubernetes.io/storage-provisioner";
    public const string ProvisionerBeta = "volume.beta.kubernetes.io/storage-provisioner";
    private const string ClassBeta = "volume.beta.kubernetes.io/storage-class";

    /// <summary>The class of a volume or claim; empty: none.</summary>
    public static string ClassOf(JsonObject document) => document.Annotation(ClassBeta) ?? document.Child("spec")?.Text("storageClassName") ?? "";

    public static string ModeOf(JsonObject document) => document.Child("spec")?.Text("volumeMode") ?? "Filesystem";

    /// <summary>The volume that a claim names; empty: none.</summary>
    public static string VolumeOf(JsonObject claim) => claim.Child("spec")?.Text("volumeName") ?? "";

    public static JsonObject? ClaimRef(JsonObject volume) => volume.Child("spec")?.Child("claimRef");

    public static string Phase(JsonObject document) => document.Child("status")?.Text("phase") ?? "";

    /// <summary><c>namespace/name</c> of the claim that a volume is meant for; empty: any.</summary>
    public static string ClaimKey(JsonObject volume) => ClaimRef(volume) is { } reference ? $"{reference.Text("namespace")}/{reference.Text("name")}" : "";

    /// <summary>Meant for this claim: by uid, or by name where no uid is stated.</summary>
    public static bool IsMeantFor(JsonObject volume, JsonObject claim) =>
        ClaimRef(volume) is { } reference && ClaimKey(volume) == claim.Key() && (reference.Text("uid") is not { Length: > 0 } uid || uid == claim.Uid());

    public static Quantity Capacity(JsonObject volume) => Amount(volume.Child("spec")?.Child("capacity")?.Text("storage"));

    public static Quantity Request(JsonObject claim) => Amount(claim.Child("spec")?.Child("resources")?.Child("requests")?.Text("storage"));

    public static JsonObject Reference(JsonObject claim) => new()
    {
        ["kind"] = "PersistentVolumeClaim",
        ["namespace"] = claim.Namespace(),
        ["name"] = claim.ObjectName(),
        ["uid"] = claim.Uid(),
        ["apiVersion"] = "v1",
        ["resourceVersion"] = claim.ResourceVersion(),
    };

    private static Quantity Amount(string? text) => Quantity.TryParse(text, out var quantity) ? quantity : Quantity.Zero;
}
