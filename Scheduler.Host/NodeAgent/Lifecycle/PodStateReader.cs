using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>Reads pods as their nodes see them.</summary>
internal static class PodStateReader
{
    private static readonly Dictionary<string, string> Nothing = [];

    public static PodState Read(JsonElement pod, PodPlans plans)
    {
        var metadata = pod.GetProperty("metadata");
        var spec = Child(pod, "spec");
        var status = Child(pod, "status");
        var labels = Map(metadata, "labels");
        var deletion = Time(metadata, "deletionTimestamp");
        var ns = Text(metadata, "namespace");
        return new PodState
        {
            Namespace = ns,
            Name = Text(metadata, "name"),
            Uid = Text(metadata, "uid"),
            NodeName = Text(spec, "nodeName"),
            Version = long.Parse(Text(metadata, "resourceVersion"), CultureInfo.InvariantCulture),
            Generation = Number(metadata, "generation") ?? 0,
            RestartPolicy = Text(spec, "restartPolicy"),
            DeadlineSeconds = Number(spec, "activeDeadlineSeconds"),
            HostNetwork = Flag(spec, "hostNetwork"),
            HasFinalizers = Items(metadata, "finalizers").Any(),
            DeletionTime = deletion,
            DeletionGraceSeconds = Number(metadata, "deletionGracePeriodSeconds") ?? 0,
            PreStop = deletion is null ? TimeSpan.Zero : PreStop(spec),
            ReadinessGates = [.. Items(spec, "readinessGates").Select(gate => Text(gate, "conditionType"))],
            Containers = [.. Containers(spec, status)],
            Plan = plans.Of(ns, OwnerKind(metadata), labels, Map(metadata, "annotations")),
            Phase = Text(status, "phase"),
            Reason = Text(status, "reason"),
            Message = Text(status, "message"),
            StartTime = Time(status, "startTime"),
            Address = Text(status, "podIP"),
            HostAddress = Text(status, "hostIP"),
            ObservedGeneration = Number(status, "observedGeneration") ?? 0,
            Conditions = Items(status, "conditions").ToDictionary(one => Text(one, "type"), Condition, StringComparer.Ordinal),
        };
    }

    private static IEnumerable<ContainerState> Containers(JsonElement spec, JsonElement status)
    {
        foreach (var container in Items(spec, "initContainers"))
            yield return Container(container, Text(container, "restartPolicy") == "Always" ? ContainerRole.Sidecar : ContainerRole.Init, status, "initContainerStatuses");
        foreach (var container in Items(spec, "containers")) yield return Container(container, ContainerRole.Main, status, "containerStatuses");
        foreach (var container in Items(spec, "ephemeralContainers")) yield return Container(container, ContainerRole.Ephemeral, status, "ephemeralContainerStatuses");
    }

    private static ContainerState Container(JsonElement spec, ContainerRole role, JsonElement status, string list)
    {
        var name = Text(spec, "name");
        var state = new ContainerState { Name = name, Role = role, Image = Text(spec, "image"), Resources = Tree(spec, "resources") };
        var reported = Items(status, list).FirstOrDefault(one => Text(one, "name") == name);
        if (reported.ValueKind != JsonValueKind.Object) return state;
        var now = Child(reported, "state");
        state.Ready = Flag(reported, "ready");
        state.Restarts = (int)(Number(reported, "restartCount") ?? 0);
        state.LastEnd = Ending(Child(Child(reported, "lastState"), "terminated"));
        state.RunningSince = Time(Child(now, "running"), "startedAt");
        state.End = Ending(Child(now, "terminated"));
        state.BacksOff = state.LastEnd is not null && Child(now, "waiting").ValueKind == JsonValueKind.Object;
        return state;
    }

    private static Ending? Ending(JsonElement terminated) => terminated.ValueKind != JsonValueKind.Object
        ? null
        : new Ending((int)(Number(terminated, "exitCode") ?? 0), Text(terminated, "reason"), Text(terminated, "message"), Time(terminated, "startedAt") ?? default, Time(terminated, "finishedAt") ?? default);

    private static ConditionState Condition(JsonElement condition) => new(
        Text(condition, "status") == "True", Text(condition, "status"), Text(condition, "reason"), Text(condition, "message"), Time(condition, "lastTransitionTime") ?? default);

    private static TimeSpan PreStop(JsonElement spec) => TimeSpan.FromSeconds(
        Items(spec, "containers").Select(one => Number(Child(Child(Child(one, "lifecycle"), "preStop"), "sleep"), "seconds") ?? 0).DefaultIfEmpty().Max());

    private static string? OwnerKind(JsonElement metadata)
    {
        foreach (var owner in Items(metadata, "ownerReferences"))
            if (Flag(owner, "controller")) return Text(owner, "kind");
        return null;
    }

    private static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    private static string Text(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static long? Number(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    private static bool Flag(JsonElement parent, string name) => Child(parent, name).ValueKind == JsonValueKind.True;

    private static DateTimeOffset? Time(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null;

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static JsonObject? Tree(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Object } tree && tree.EnumerateObject().Any() ? JsonNode.Parse(tree.GetRawText())!.AsObject() : null;

    private static Dictionary<string, string> Map(JsonElement parent, string name) => Child(parent, name) is { ValueKind: JsonValueKind.Object } map
        ? map.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ToString(), StringComparer.Ordinal)
        : Nothing;
}
