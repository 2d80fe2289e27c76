using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

internal static partial class PodRules
{
    private const string Immutable =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly FieldPath SpecPath = FieldPath.Root("spec");

    /// <summary>A pod keeps its spec, but for images, a shorter deadline, more tolerations, fewer gates; while it is gated, a narrower choice of nodes.</summary>
    public static void Update(JsonObject old, JsonObject pod, Problems problems)
    {
        JsonObject before = old.Object("spec") ?? [], after = pod.Object("spec") ?? [];
        if (JsonNode.DeepEquals(before, after))
            return;
        foreach (string list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (Count(before, list) == Count(after, list))
                continue;
            problems.Forbidden(SpecPath.Child(list), "pod updates may not add or remove containers");
            return;
        }

        Deadline(before, after, problems);
        Tolerations(before, after, problems);
        SchedulingGates(before, after, problems);
        if (problems.Count == 0)
            Rest(before, after, problems);
    }

    /// <summary>The resize subresource: only cpu and memory of containers that exist.</summary>
    public static void Resize(JsonObject old, JsonObject pod, Problems problems)
    {
        JsonObject before = (JsonObject)(old["spec"]?.DeepClone() ?? new JsonObject()), after = (JsonObject)(pod["spec"]?.DeepClone() ?? new JsonObject());
        foreach (JsonObject spec in new[] { before, after })
        {
            spec.Remove("resources");
            foreach (JsonObject container in spec["containers"].Objects().Concat(spec["initContainers"].Objects()))
            {
                container.Remove("resources");
                container.Remove("resizePolicy");
            }
        }

        if (!JsonNode.DeepEquals(before, after))
            problems.Forbidden(SpecPath, "only cpu and memory resources for containers are mutable" + Difference.Of(before, after));
    }

    /// <summary>Ephemeral containers can only be added.</summary>
    public static void EphemeralContainers(JsonObject old, JsonObject pod, Problems problems)
    {
        FieldPath path = SpecPath.Child("ephemeralContainers");
        JsonObject[] now = [.. (pod["spec"]?["ephemeralContainers"]).Objects()];
        foreach (JsonObject was in (old["spec"]?["ephemeralContainers"]).Objects())
        {
            JsonObject? same = now.FirstOrDefault(c => c.Text("name") == was.Text("name"));
            if (same is null)
                problems.Forbidden(path, $"existing ephemeral containers \"{was.Text("name")}\" may not be removed\n");
            else if (!JsonNode.DeepEquals(was, same))
                problems.Forbidden(path, $"existing ephemeral containers \"{was.Text("name")}\" may not be changed\n");
        }
    }

    private static void Deadline(JsonObject before, JsonObject after, Problems problems)
    {
        FieldPath path = SpecPath.Child("activeDeadlineSeconds");
        long? was = before.Int("activeDeadlineSeconds"), now = after.Int("activeDeadlineSeconds");
        if (was is not null && now is null)
            problems.Invalid(path, null, "must not update from a positive integer to nil value");
        else if (was is { } limit && now > limit)
            problems.Invalid(path, now, "must be less than or equal to previous value");
    }

    private static void Tolerations(JsonObject before, JsonObject after, Problems problems)
    {
        string[] kept = [.. after["tolerations"].Objects().Select(WithoutSeconds)];
        if (before["tolerations"].Objects().Any(t => !kept.Contains(WithoutSeconds(t))))
            problems.Forbidden(SpecPath.Child("tolerations"), "existing toleration can not be modified except its tolerationSeconds");
    }

    private static string WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return JsonTree.Text(copy);
    }

    private static void SchedulingGates(JsonObject before, JsonObject after, Problems problems)
    {
        string[] was = [.. before["schedulingGates"].Objects().Select(g => g.Text("name") ?? "")];
        foreach (JsonObject gate in after["schedulingGates"].Objects())
        {
            if (!was.Contains(gate.Text("name") ?? ""))
                problems.Forbidden(SpecPath.Child("schedulingGates"), $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
        }
    }

    private static void Rest(JsonObject before, JsonObject after, Problems problems)
    {
        JsonObject was = Fixed(before), now = Fixed(after);
        if (before["schedulingGates"] is JsonArray { Count: > 0 })
            NarrowerChoice(was, now);
        if (was.Int("terminationGracePeriodSeconds") is < 0 && now.Int("terminationGracePeriodSeconds") == 1)
            now["terminationGracePeriodSeconds"] = was["terminationGracePeriodSeconds"]!.DeepClone();
        if (!JsonNode.DeepEquals(was, now))
            problems.Forbidden(SpecPath, Immutable + Difference.Of(was, now));
    }

    /// <summary>The spec without what may change.</summary>
    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = (JsonObject)spec.DeepClone();
        foreach (JsonObject container in copy["containers"].Objects().Concat(copy["initContainers"].Objects()))
            container.Remove("image");
        foreach (string name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates", "ephemeralContainers"])
            copy.Remove(name);
        return copy;
    }

    /// <summary>Selector keys may be added, and a required node affinity where there was none.</summary>
    private static void NarrowerChoice(JsonObject was, JsonObject now)
    {
        JsonObject selector = now.Object("nodeSelector") ?? [];
        bool keeps = (was.Object("nodeSelector") ?? []).All(p => JsonNode.DeepEquals(selector[p.Key], p.Value));
        if (keeps)
            Take(was, now, "nodeSelector");
        if (was.Object("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is null && was.Object("affinity", "podAffinity") is null)
            Take(was, now, "affinity");
    }

    private static void Take(JsonObject was, JsonObject now, string name)
    {
        now.Remove(name);
        if (was[name] is { } value)
            now[name] = value.DeepClone();
    }

    private static int Count(JsonObject spec, string list) => (spec[list] as JsonArray)?.Count ?? 0;
}
