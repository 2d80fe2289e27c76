using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Volumes of pods, their mounts, persistent volumes and claims.</summary>
internal static class VolumeRules
{
    private static readonly string[] AccessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    /// <returns>The names of the volumes.</returns>
    public static HashSet<string> Volumes(IEnumerable<JsonObject> volumes, FieldPath path, Problems problems)
    {
        var names = new HashSet<string>();
        int i = 0;
        foreach (JsonObject volume in volumes)
        {
            FieldPath at = path.Index(i++);
            string name = volume.Text("name") ?? "";
            if (problems.HasText(at.Child("name"), volume["name"]))
                problems.Invalid(at.Child("name"), name, Names.Dns1123LabelProblems(name));
            if (name.Length > 0 && !names.Add(name))
                problems.Duplicate(at.Child("name"), name);
            Source(volume, at, problems);
        }

        return names;
    }

    public static void Mounts(JsonObject container, HashSet<string> volumes, FieldPath path, Problems problems)
    {
        var paths = new HashSet<string>();
        int i = 0;
        foreach (JsonObject mount in container["volumeMounts"].Objects())
        {
            FieldPath at = path.Child("volumeMounts").Index(i++);
            MountedVolume(mount, volumes, at, problems);
            string mountPath = mount.Text("mountPath") ?? "";
            if (problems.HasText(at.Child("mountPath"), mount["mountPath"]) && !paths.Add(mountPath))
                problems.Invalid(at.Child("mountPath"), mountPath, "must be unique");
            if (mount.Text("subPath") is { Length: > 0 } subPath && (subPath.StartsWith('/') || subPath.Split('/').Contains("..")))
                problems.Invalid(at.Child("subPath"), subPath, subPath.StartsWith('/') ? "must be a relative path" : "must not contain '..'");
        }

        i = 0;
        foreach (JsonObject device in container["volumeDevices"].Objects())
        {
            FieldPath at = path.Child("volumeDevices").Index(i++);
            MountedVolume(device, volumes, at, problems);
            problems.HasText(at.Child("devicePath"), device["devicePath"]);
        }
    }

    public static void PersistentVolume(JsonObject volume, Problems problems)
    {
        FieldPath path = FieldPath.Root("spec");
        JsonObject spec = volume.Object("spec") ?? [];
        Access(spec["accessModes"], path.Child("accessModes"), problems);
        if (spec.Object("capacity") is not { Count: > 0 } capacity)
            problems.Required(path.Child("capacity"));
        else if (capacity["storage"] is null || capacity.Count > 1)
            problems.NotSupported(path.Child("capacity"), capacity, "storage");
        ResourceRules.List(spec.Object("capacity"), path.Child("capacity"), problems);
        problems.OneOf(path.Child("persistentVolumeReclaimPolicy"), spec["persistentVolumeReclaimPolicy"], "Delete", "Recycle", "Retain");
        string[] sources = [.. spec.Select(m => m.Key).Where(IsSource)];
        if (sources.Length == 0)
            problems.Required(path, "must specify a volume type");
        foreach (string extra in sources.Skip(1))
            problems.Forbidden(path.Child(extra), "may not specify more than 1 volume type");
        if (spec.Object("nodeAffinity", "required") is { } required)
            SelectorRules.NodeSelector(required, path.Child("nodeAffinity", "required"), problems);
        problems.OneOf(path.Child("volumeMode"), spec["volumeMode"], "Block", "Filesystem");
    }

    public static void PersistentVolumeUpdate(JsonObject old, JsonObject volume, Problems problems)
    {
        JsonObject before = old.Object("spec") ?? [], after = volume.Object("spec") ?? [];
        foreach (string source in before.Select(m => m.Key).Concat(after.Select(m => m.Key)).Where(IsSource).Distinct())
        {
            if (!JsonNode.DeepEquals(before[source], after[source]))
                problems.Forbidden(FieldPath.Root("spec").Child("persistentvolumesource"), "spec.persistentvolumesource is immutable after creation" + Difference.Of(before[source], after[source]));
        }

        problems.Unchanged(FieldPath.Root("volumeMode"), before["volumeMode"], after["volumeMode"]);
    }

    public static void Claim(JsonObject claim, Problems problems)
    {
        FieldPath path = FieldPath.Root("spec");
        ClaimSpec(claim.Object("spec") ?? [], path, problems);
    }

    public static void ClaimSpec(JsonObject spec, FieldPath path, Problems problems)
    {
        Access(spec["accessModes"], path.Child("accessModes"), problems);
        SelectorRules.LabelSelector(spec.Object("selector"), path.Child("selector"), problems);
        if (spec.Text("resources", "requests", "storage") is not { } storage)
            problems.Required(path.Child("resources").Key("storage"));
        else if (QuantityText.Compare(storage, "0") <= 0)
            problems.Invalid(path.Child("resources").Key("storage"), storage, "must be greater than zero");
        if (spec.Text("storageClassName") is { Length: > 0 } name)
            problems.Invalid(path.Child("storageClassName"), name, Names.Dns1123SubdomainProblems(name));
        problems.OneOf(path.Child("volumeMode"), spec["volumeMode"], "Block", "Filesystem");
    }

    public static void ClaimUpdate(JsonObject old, JsonObject claim, Problems problems)
    {
        JsonObject before = Fixed(old), after = Fixed(claim);
        if (before["volumeName"] is null)
            after.Remove("volumeName");
        if (before["storageClassName"] is null)
            after.Remove("storageClassName");
        if (!JsonNode.DeepEquals(before, after))
            problems.Forbidden(FieldPath.Root("spec"), "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims" + Difference.Of(before, after));
        string was = old.Text("spec", "resources", "requests", "storage") ?? "0", now = claim.Text("spec", "resources", "requests", "storage") ?? "0";
        if (QuantityText.Compare(now, was) < 0)
            problems.Forbidden(FieldPath.Root("spec").Child("resources").Child("requests", "storage"), "field can not be less than status.capacity");
    }

    private static JsonObject Fixed(JsonObject claim)
    {
        var spec = (JsonObject)(claim["spec"]?.DeepClone() ?? new JsonObject());
        spec.Object("resources")?.Remove("requests");
        spec.Remove("volumeAttributesClassName");
        return spec;
    }

    private static void Access(JsonNode? modes, FieldPath path, Problems problems)
    {
        if (modes is not JsonArray { Count: > 0 })
            problems.Required(path, "at least 1 access mode is required");
        string[] stated = [.. modes.Texts()];
        foreach (string mode in stated)
            problems.OneOf(path, mode, AccessModes);
        if (stated.Contains("ReadWriteOncePod") && stated.Length > 1)
            problems.Forbidden(path, "may not use ReadWriteOncePod with other access modes");
    }

    private static void MountedVolume(JsonObject mount, HashSet<string> volumes, FieldPath path, Problems problems)
    {
        if (problems.HasText(path.Child("name"), mount["name"]) && !volumes.Contains(mount.Text("name")!))
            problems.NotFound(path.Child("name"), mount["name"]);
    }

    private static void Source(JsonObject volume, FieldPath path, Problems problems)
    {
        foreach (string extra in volume.Select(m => m.Key).Where(k => k != "name").Skip(1))
            problems.Forbidden(path.Child(extra), "may not specify more than 1 volume type");
        if (volume.Object("persistentVolumeClaim") is { } claim)
            problems.HasText(path.Child("persistentVolumeClaim", "claimName"), claim["claimName"]);
        if (volume.Object("secret") is { } secret)
            problems.HasText(path.Child("secret", "secretName"), secret["secretName"]);
        if (volume.Object("configMap") is { } configMap)
            problems.HasText(path.Child("configMap", "name"), configMap["name"]);
        if (volume.Object("hostPath") is { } hostPath)
            problems.HasText(path.Child("hostPath", "path"), hostPath["path"]);
        if (volume.Object("ephemeral", "volumeClaimTemplate", "spec") is { } spec)
            ClaimSpec(spec, path.Child("ephemeral").Child("volumeClaimTemplate", "spec"), problems);
        if (volume.Text("emptyDir", "sizeLimit") is { } limit && QuantityText.Compare(limit, "0") < 0)
            problems.Forbidden(path.Child("emptyDir", "sizeLimit"), "SizeLimit field must be a valid resource quantity");
    }

    /// <summary>The members of a PersistentVolumeSpec that say what the volume is.</summary>
    private static bool IsSource(string name) => name is not ("capacity" or "accessModes" or "claimRef" or "persistentVolumeReclaimPolicy"
        or "storageClassName" or "mountOptions" or "volumeMode" or "nodeAffinity" or "volumeAttributesClassName");
}
