using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Deployment, ReplicaSet, ReplicationController, DaemonSet and StatefulSet. Jobs are in <see cref="JobRules"/>.</summary>
internal static class WorkloadRules
{
    private static readonly FieldPath Spec = FieldPath.Root("spec");

    public static void Deployment(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        problems.NonNegative(Spec.Child("replicas"), spec["replicas"]);
        SelectorRules.Workload(spec, Spec, "empty selector is invalid for deployment", problems);
        AlwaysRunning(spec, "ReplicaSet", problems);
        Strategy(spec.Object("strategy") ?? [], Spec.Child("strategy"), problems);
        problems.NonNegative(Spec.Child("minReadySeconds"), spec["minReadySeconds"]);
        problems.NonNegative(Spec.Child("revisionHistoryLimit"), spec["revisionHistoryLimit"]);
        problems.NonNegative(Spec.Child("progressDeadlineSeconds"), spec["progressDeadlineSeconds"]);
        if (spec.Int("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Int("minReadySeconds") ?? 0))
            problems.Invalid(Spec.Child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
    }

    public static void ReplicaSet(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        problems.NonNegative(Spec.Child("replicas"), spec["replicas"]);
        problems.NonNegative(Spec.Child("minReadySeconds"), spec["minReadySeconds"]);
        SelectorRules.Workload(spec, Spec, "empty selector is invalid for deployment", problems);
        AlwaysRunning(spec, "ReplicaSet", problems);
    }

    public static void ReplicationController(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        problems.NonNegative(Spec.Child("minReadySeconds"), spec["minReadySeconds"]);
        if (spec.Object("selector") is not { Count: > 0 } selector)
            problems.Required(Spec.Child("selector"));
        else if (spec.Object("template") is { } template && !Selectors.LabelSelector.FromLabels(selector).MatchesLabels(template.Object("metadata", "labels")))
            problems.Invalid(Spec.Child("template").Child("metadata", "labels"), template.Object("metadata", "labels"), "`selector` does not match template `labels`");
        problems.NonNegative(Spec.Child("replicas"), spec["replicas"]);
        if (spec.Object("template") is null)
            problems.Required(Spec.Child("template"));
        else
            AlwaysRunning(spec, "ReplicationController", problems);
    }

    public static void DaemonSet(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        SelectorRules.Workload(spec, Spec, "empty selector is invalid for daemonset", problems);
        AlwaysRunning(spec, "DaemonSet", problems);
        problems.NonNegative(Spec.Child("minReadySeconds"), spec["minReadySeconds"]);
        FieldPath path = Spec.Child("updateStrategy");
        problems.OneOf(path.Child("type"), spec.Object("updateStrategy")?["type"], "OnDelete", "RollingUpdate");
        if (spec.Object("updateStrategy", "rollingUpdate") is { } rolling)
        {
            FieldPath at = path.Child("rollingUpdate");
            CountOrPercent(rolling["maxUnavailable"], at.Child("maxUnavailable"), problems);
            CountOrPercent(rolling["maxSurge"], at.Child("maxSurge"), problems);
            bool noneUnavailable = IsZero(rolling["maxUnavailable"]), noSurge = IsZero(rolling["maxSurge"]);
            if (noneUnavailable && noSurge)
                problems.Required(at.Child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
            else if (!noneUnavailable && !noSurge)
                problems.Invalid(at.Child("maxSurge"), rolling["maxSurge"], "may not be set when maxUnavailable is non-zero");
        }

        problems.NonNegative(Spec.Child("revisionHistoryLimit"), spec["revisionHistoryLimit"]);
    }

    public static void StatefulSet(JsonObject document, Problems problems)
    {
        JsonObject spec = document.Object("spec") ?? [];
        problems.OneOf(Spec.Child("podManagementPolicy"), spec["podManagementPolicy"], "OrderedReady", "Parallel");
        problems.OneOf(Spec.Child("updateStrategy", "type"), spec.Object("updateStrategy")?["type"], "OnDelete", "RollingUpdate");
        problems.NonNegative(Spec.Child("updateStrategy").Child("rollingUpdate", "partition"), spec.Object("updateStrategy", "rollingUpdate")?["partition"]);
        foreach (string moment in (ReadOnlySpan<string>)["whenDeleted", "whenScaled"])
            problems.OneOf(Spec.Child("persistentVolumeClaimRetentionPolicy", moment), spec.Object("persistentVolumeClaimRetentionPolicy")?[moment], "Delete", "Retain");
        problems.NonNegative(Spec.Child("replicas"), spec["replicas"]);
        problems.NonNegative(Spec.Child("minReadySeconds"), spec["minReadySeconds"]);
        SelectorRules.Workload(spec, Spec, "empty selector is invalid for statefulset", problems);
        AlwaysRunning(spec, "StatefulSet", problems);
        int i = 0;
        foreach (JsonObject claim in spec["volumeClaimTemplates"].Objects())
            VolumeRules.ClaimSpec(claim.Object("spec") ?? [], Spec.Child("volumeClaimTemplates").Index(i++).Child("spec"), problems);
    }

    public static void StatefulSetUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        const string Mutable = "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds'";
        if (!JsonNode.DeepEquals(Fixed(old), Fixed(document)))
            problems.Forbidden(Spec, $"updates to statefulset spec for fields other than {Mutable} are forbidden");

        static JsonObject Fixed(JsonObject statefulSet)
        {
            var spec = (JsonObject)(statefulSet["spec"]?.DeepClone() ?? new JsonObject());
            foreach (string name in (ReadOnlySpan<string>)["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"])
                spec.Remove(name);
            return spec;
        }
    }

    public static void SelectorUpdate(JsonObject old, JsonObject document, Problems problems) =>
        problems.Unchanged(Spec.Child("selector"), old["spec"]?["selector"], document["spec"]?["selector"]);

    /// <summary>The template of something that keeps pods running.</summary>
    private static void AlwaysRunning(JsonObject spec, string kind, Problems problems)
    {
        FieldPath template = Spec.Child("template");
        WithClaims(spec, template, problems);
        string policy = spec.Text("template", "spec", "restartPolicy") ?? "";
        if (policy is "OnFailure" or "Never")
            problems.NotSupported(template.Child("spec", "restartPolicy"), policy, "Always");
        if (spec.Object("template", "spec")?["activeDeadlineSeconds"] is not null)
            problems.Forbidden(template.Child("spec", "activeDeadlineSeconds"), $"activeDeadlineSeconds in {kind} is not Supported");
    }

    /// <summary>Mounts of a StatefulSet's template may name its claims: they become volumes of the pod.</summary>
    private static void WithClaims(JsonObject spec, FieldPath path, Problems problems)
    {
        if (spec["volumeClaimTemplates"] is not JsonArray { Count: > 0 } claims || spec.Object("template") is not { } template)
        {
            PodRules.Template(spec.Object("template"), path, problems);
            return;
        }

        var withClaims = (JsonObject)template.DeepClone();
        if (withClaims.Object("spec") is { } podSpec)
            podSpec["volumeClaimTemplates"] = claims.DeepClone();
        PodRules.Template(withClaims, path, problems);
    }

    private static void Strategy(JsonObject strategy, FieldPath path, Problems problems)
    {
        JsonObject? rolling = strategy.Object("rollingUpdate");
        switch (strategy.Text("type"))
        {
            case "Recreate":
                if (rolling is not null)
                    problems.Forbidden(path.Child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'");
                break;
            case "RollingUpdate":
                if (rolling is null)
                    problems.Required(path.Child("rollingUpdate"), "this should be defaulted and never be nil");
                else
                    RollingUpdate(rolling, path.Child("rollingUpdate"), problems);
                break;
            default:
                problems.NotSupported(path.Child("type"), strategy.Text("type") ?? "", "Recreate", "RollingUpdate");
                break;
        }
    }

    private static void RollingUpdate(JsonObject rolling, FieldPath path, Problems problems)
    {
        CountOrPercent(rolling["maxUnavailable"], path.Child("maxUnavailable"), problems);
        CountOrPercent(rolling["maxSurge"], path.Child("maxSurge"), problems);
        if (IsZero(rolling["maxUnavailable"]) && IsZero(rolling["maxSurge"]))
            problems.Invalid(path.Child("maxUnavailable"), rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0");
        if (Percent(rolling["maxUnavailable"]) is > 100)
            problems.Invalid(path.Child("maxUnavailable"), rolling["maxUnavailable"], "must not be greater than 100%");
    }

    public static void CountOrPercent(JsonNode? value, FieldPath path, Problems problems)
    {
        if (value.Text() is { } text && Percent(value) is null)
            problems.Invalid(path, text, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
        problems.NonNegative(path, value);
    }

    private static bool IsZero(JsonNode? value) => value.Int() == 0 || Percent(value) == 0;

    private static int? Percent(JsonNode? value) =>
        value.Text() is { Length: > 1 } text && text[^1] == '%' && int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int percent)
            ? percent
            : null;
}
