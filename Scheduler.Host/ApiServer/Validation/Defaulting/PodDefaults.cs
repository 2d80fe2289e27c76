using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Defaulting;

/// <summary>Pods, and the pod templates inside workloads: a template gets less, because what it makes is defaulted again.</summary>
internal static class PodDefaults
{
    public static void ApplyToPod(JsonObject pod)
    {
        if (pod.Object("spec") is not { } spec)
            return;
        ApplyToSpec(spec);
        foreach (JsonObject container in Containers(spec))
            RequestsFromLimits(container);
        PodLevelResources(spec);
        Fill.Flag(spec, "enableServiceLinks", true);
        if (spec.Bool("hostNetwork") == true)
            HostPorts(spec);
    }

    /// <param name="template">A <c>PodTemplateSpec</c>.</param>
    public static void ApplyToTemplate(JsonObject? template)
    {
        if (template.Object("spec") is { } spec)
            ApplyToSpec(spec);
    }

    private static void ApplyToSpec(JsonObject spec)
    {
        foreach (JsonObject volume in spec["volumes"].Objects())
            VolumeDefaults.ApplyToVolume(volume);
        foreach (JsonObject container in Containers(spec).Concat(spec["ephemeralContainers"].Objects()))
            ContainerDefaults.Apply(container);
        Fill.Text(spec, "restartPolicy", "Always");
        Fill.Number(spec, "terminationGracePeriodSeconds", 30);
        Fill.Text(spec, "dnsPolicy", "ClusterFirst");
        Fill.Object(spec, "securityContext");
        Fill.Text(spec, "schedulerName", "default-scheduler");
        RoundUp(spec.Object("overhead"));
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        spec["initContainers"].Objects().Concat(spec["containers"].Objects());

    private static void RequestsFromLimits(JsonObject container)
    {
        if (container.Object("resources", "limits") is not { } limits)
            return;
        JsonObject requests = Fill.Object(Fill.Object(container, "resources"), "requests");
        foreach ((string name, JsonNode? limit) in limits)
            Fill.AbsentText(requests, name, limit.Text() ?? "0");
    }

    /// <summary>What the pod as a whole may use: a missing request is the sum of its containers' requests, or else the pod's limit.</summary>
    private static void PodLevelResources(JsonObject spec)
    {
        if (spec.Object("resources", "limits") is not { } limits)
            return;
        JsonObject requests = Fill.Object(Fill.Object(spec, "resources"), "requests");
        foreach ((string name, JsonNode? limit) in limits)
        {
            if (requests[name] is null)
                requests[name] = SumOfContainers(spec, name) ?? limit.Text() ?? "0";
        }
    }

    private static string? SumOfContainers(JsonObject spec, string resource)
    {
        string? sum = null;
        foreach (JsonObject container in spec["containers"].Objects())
        {
            if (container.Text("resources", "requests", resource) is { } request)
                sum = sum is null ? request : QuantityText.Add(sum, request);
        }

        return sum;
    }

    private static void HostPorts(JsonObject spec)
    {
        foreach (JsonObject port in Containers(spec).SelectMany(c => c["ports"].Objects()))
            Fill.NonZero(port, "hostPort", port.Int("containerPort") ?? 0);
    }

    /// <summary>Resource lists keep thousandths; what is finer is rounded up.</summary>
    public static void RoundUp(JsonObject? resources)
    {
        foreach ((string name, JsonNode? value) in resources?.ToArray() ?? [])
        {
            if (value.Text() is { } text && (text.EndsWith('n') || text.EndsWith('u')))
                resources![name] = QuantityText.RoundUpToMilli(text);
        }
    }
}
