using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>A world that grants everything at once and tells of it afterwards, as a watch does: bindings, evictions, nominations, volumes.</summary>
internal sealed class MemoryPlanner(ClusterFeed feed, Action<string> evicted, Action<string> bound) : IPlanner
{
    private readonly Queue<Action> news = new();
    private readonly Dictionary<PodSpec, Dictionary<string, PodSpec>> boundSpecs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Pod> placed = new(StringComparer.Ordinal);

    /// <summary>True while the scheduler has not been told everything.</summary>
    public bool HasNews => news.Count > 0;

    /// <summary>Tells the oldest news.</summary>
    public void TellNext() => news.Dequeue()();

    /// <summary>A newer state of a pod, on the node that it is on, if it is on one.</summary>
    public Pod Placed(Pod pod)
    {
        if (!placed.TryGetValue(pod.Metadata.Key, out Pod? known)) return pod;
        return placed[pod.Metadata.Key] = pod with { Spec = OnNode(pod.Spec, known.Spec.NodeName) };
    }

    /// <inheritdoc/>
    public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        Pod now = pod.Pod with { Spec = OnNode(pod.Pod.Spec, nodeName), Status = pod.Pod.Status with { NominatedNodeName = "" } };
        placed[pod.Key] = now;
        bound(pod.Key);
        news.Enqueue(() => feed.Set(now));
        return Task.FromResult(Status.Success);
    }

    /// <inheritdoc/>
    public Task<Status> EvictAsync(PodInfo victim, PodInfo preemptor, CancellationToken cancellation)
    {
        evicted(victim.Key);
        news.Enqueue(() => feed.RemovePod(victim.Pod));
        return Task.FromResult(Status.Success);
    }

    /// <inheritdoc/>
    public void Report(FailedAttempt attempt)
    {
        if (attempt.NominatedNode is not { } node) return;
        Pod pod = attempt.Pod.Pod;
        news.Enqueue(() => feed.Set(pod with { Status = pod.Status with { NominatedNodeName = node } }));
    }

    /// <summary>One object for equal specs, as the reader of watches makes it.</summary>
    private PodSpec OnNode(PodSpec spec, string node)
    {
        if (!boundSpecs.TryGetValue(spec, out Dictionary<string, PodSpec>? byNode)) boundSpecs.Add(spec, byNode = new(StringComparer.Ordinal));
        if (byNode.TryGetValue(node, out PodSpec? known)) return known;
        return byNode[node] = spec with { NodeName = node };
    }
}
