using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Writing;

/// <summary>Something to be told about a pod as an event of <c>events.k8s.io/v1</c>. It holds names, not the pod: it may outlive it.</summary>
internal sealed record EventNote(
    PodReference Regarding, PodReference? Related, string Type, string Reason, string Action, string Note, string Controller, DateTimeOffset Time)
{
    /// <summary>How often it happened since it was last written.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Notes of one key are one event, however the sentence differs: as in kube-scheduler.</summary>
    public EventKey Key => new(Regarding.Uid, Reason, Action, Type, Controller);

    /// <summary>Of a pod that was bound: its node. The sentence is made when it is written.</summary>
    public string? AssignedTo { get; init; }

    public JsonObject Document(string name, string instance)
    {
        JsonObject document = new()
        {
            ["apiVersion"] = "events.k8s.io/v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Regarding.Namespace },
            ["eventTime"] = Meta.MicroTimestamp(Time),
            ["reportingController"] = Controller,
            ["reportingInstance"] = $"{Controller}-{instance}",
            ["action"] = Action,
            ["reason"] = Reason,
            ["regarding"] = Regarding.Document(),
            ["note"] = AssignedTo is { } node ? $"{Note} {Regarding.Namespace}/{Regarding.Name} to {node}" : Note,
            ["type"] = Type,
        };
        if (Related is not null) document["related"] = Related.Document();
        return document;
    }

    public static JsonObject Series(int count, DateTimeOffset last) =>
        new() { ["series"] = new JsonObject { ["count"] = count, ["lastObservedTime"] = Meta.MicroTimestamp(last) } };
}

/// <summary>What makes notes one event.</summary>
internal readonly record struct EventKey(string Uid, string Reason, string Action, string Type, string Controller);

/// <summary>A pod by its names.</summary>
internal sealed record PodReference(string Namespace, string Name, string Uid, string ResourceVersion)
{
    public static PodReference Of(PodInfo pod) => new(pod.Namespace, pod.Name, pod.Uid, pod.Pod.Metadata.ResourceVersion);

    public JsonObject Document() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["namespace"] = Namespace,
        ["name"] = Name,
        ["uid"] = Uid,
        ["resourceVersion"] = ResourceVersion,
    };
}
