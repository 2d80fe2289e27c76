using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Queue;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Scheduling;

/// <content>What is shown of the inside to whoever asks. On the decision thread.</content>
public sealed partial class LiveScheduler
{
    private static readonly TimeSpan StandsStillAfter = TimeSpan.FromMinutes(1);

    private readonly RecentDecisions recent = new();
    private long lastStep;

    /// <summary>False where the decision thread has not come round for a minute: it comes round every second at least.</summary>
    public bool IsAlive => lastStep == 0 || clock.GetElapsedTime(Interlocked.Read(ref lastStep)) < StandsStillAfter;

    /// <summary>Where a pod is and why: its last decision, and its place in the queue; null for a pod that is not known.</summary>
    internal JsonObject? Describe(string key)
    {
        JsonObject described = new() { ["pod"] = key };
        PodInfo? counted = cluster.FindPod(key);
        QueuedPod? queued = queue.Pods.FirstOrDefault(pod => pod.Pod.Key == key);
        JsonObject? decision = recent.Describe(key);
        if (counted is null && queued is null && decision is null) return null;
        if (counted is not null)
        {
            described["node"] = counted.Row >= 0 ? cluster.Nodes.Name(counted.Row) : counted.Pod.Spec.NodeName;
            described["isAssumed"] = counted.Pod.Spec.NodeName.Length == 0;
        }

        if (queued is not null) described["queue"] = Describe(queued);
        if (decision is not null) described["decision"] = decision;
        return described;
    }

    /// <summary>Nodes, and pods with the node that they count on.</summary>
    internal (Dictionary<string, string> Nodes, Dictionary<string, string> Pods) WhatCounts()
    {
        Dictionary<string, string> nodes = new(StringComparer.Ordinal), pods = new(StringComparer.Ordinal);
        foreach (int row in cluster.Nodes.Live)
        {
            nodes[cluster.Nodes.Name(row)] = "";
            foreach (PodInfo pod in cluster.Nodes.Pods(row)) pods[pod.Key] = cluster.Nodes.Name(row);
        }

        return (nodes, pods);
    }

    private JsonObject Describe(QueuedPod queued)
    {
        JsonObject described = new()
        {
            ["state"] = queued.State.ToString(),
            ["attempts"] = queued.Attempts,
            ["since"] = Meta.MicroTimestamp(queued.Added),
        };
        if (queued.BackoffExpiry > clock.GetUtcNow()) described["backoffUntil"] = Meta.Timestamp(queued.BackoffExpiry);
        if (queued.Rejectors.Count > 0) described["waitsForEventsOf"] = Texts(queued.Rejectors);
        if (queued.GateMessage.Length > 0) described["gate"] = queued.GateMessage;
        if (cluster.Nominations.NodeOf(queued.Pod) is { } node) described["nominatedNode"] = node;
        return described;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
