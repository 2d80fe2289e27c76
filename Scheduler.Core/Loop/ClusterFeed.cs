using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;

namespace Scheduler.Core.Loop;

/// <summary>
/// What the outside world says, in its order: writes it into the cluster first and then tells the queue what happened (docs/semantics.md 5.4). The
/// same for watches, replays and tests. Runs on the decision thread.
/// </summary>
public sealed class ClusterFeed(Cluster cluster, SchedulingQueue queue, Func<PodInfo, Profile?> profileOf)
{
    /// <summary>A node came or changed.</summary>
    public void Set(Node node)
    {
        int row = cluster.Nodes.RowOf(node.Metadata.Name);
        if (row < 0)
        {
            cluster.AddNode(node);
            queue.On(new(EventResource.Node, EventAction.Add, null, node));
            return;
        }

        Node old = cluster.Nodes.Node(row);
        cluster.UpdateNode(node);
        foreach (ClusterEvent happened in EventSplitting.Of(old, node)) queue.On(happened);
    }

    /// <summary>A node went.</summary>
    public void RemoveNode(string name)
    {
        int row = cluster.Nodes.RowOf(name);
        if (row < 0) return;
        Node old = cluster.Nodes.Node(row);
        cluster.RemoveNode(name);
        queue.On(new(EventResource.Node, EventAction.Delete, old, null));
    }

    /// <summary>A pod came or changed: on a node, waiting for one, or ended.</summary>
    public void Set(Pod pod)
    {
        bool ended = pod.Status.Phase is "Succeeded" or "Failed";
        if (ended) RemovePod(pod);
        else if (pod.Spec.NodeName.Length > 0) SetAssigned(pod);
        else SetWaiting(pod);
    }

    /// <summary>A pod went.</summary>
    public void RemovePod(Pod pod)
    {
        if (cluster.RemovePod(pod.Metadata.Key) is { } assigned)
        {
            queue.On(new(EventResource.Pod, EventAction.Delete, assigned, null));
            return;
        }

        PodInfo waiting = queue.Find(pod.Metadata.Uid)?.Pod ?? cluster.Prepare(pod);
        string? before = cluster.Nominations.NodeOf(waiting);
        queue.Delete(waiting);
        NoteNomination(waiting, before);
    }

    /// <summary>An object of another kind came or changed.</summary>
    public void Set<T>(ObjectTable<T> table, EventResource? resource, T value)
        where T : class, IKubeObject
    {
        T? old = table.Find(value.Metadata.Key);
        table.Set(value);
        NoteVolumes(value);
        if (resource is { } kind) queue.On(new(kind, old is null ? EventAction.Add : EventAction.Update, old, value));
    }

    /// <summary>An object of another kind went.</summary>
    public void Remove<T>(ObjectTable<T> table, EventResource? resource, string key)
        where T : class, IKubeObject
    {
        T? old = table.Find(key);
        if (!table.Remove(key) || old is null) return;
        NoteVolumes(old);
        if (resource is { } kind) queue.On(new(kind, EventAction.Delete, old, null));
    }

    private void NoteVolumes(IKubeObject value)
    {
        if (value is CsiNode node) cluster.NoteVolumesChanged(node.Metadata.Name);
        if (value is VolumeAttachment attachment) cluster.NoteVolumesChanged(attachment.NodeName);
    }

    private void SetAssigned(Pod pod)
    {
        if (queue.Find(pod.Metadata.Uid) is { State: not QueueState.InFlight } waiting) queue.Delete(waiting.Pod);
        PodInfo? old = cluster.FindPod(pod.Metadata.Key);
        bool wasAssumed = old is not null && old.Pod.Spec.NodeName.Length == 0;
        PodInfo? now = cluster.SetPod(pod);
        if (now is null) return;
        if (old is null || wasAssumed || old.Uid != now.Uid)
        {
            queue.On(new(EventResource.Pod, EventAction.Add, null, now));
            return;
        }

        foreach (ClusterEvent happened in EventSplitting.Of(old, now)) queue.On(happened);
    }

    private void SetWaiting(Pod pod)
    {
        // A watch may lag behind what was assumed; the assumption is newer.
        if (cluster.FindPod(pod.Metadata.Key) is { } assumed && assumed.Uid == pod.Metadata.Uid) return;
        PodInfo info = cluster.Prepare(pod);
        if (profileOf(info) is null) SetForeign(info);
        else if (queue.Find(info.Uid) is { } known) Update(known.Pod, info);
        else queue.Add(info);
    }

    private void Update(PodInfo old, PodInfo pod)
    {
        string? before = cluster.Nominations.NodeOf(old);
        queue.Update(old, pod);
        NoteNomination(old, before);
    }

    /// <summary>A waiting pod of another scheduler: only its nomination counts.</summary>
    private void SetForeign(PodInfo pod)
    {
        string? before = cluster.Nominations.NodeOf(pod);
        string node = pod.Pod.Status.NominatedNodeName;
        if (node.Length > 0) cluster.Nominations.Set(pod, node);
        else cluster.Nominations.Remove(pod);
        NoteNomination(pod, before);
    }

    /// <summary>The room that was promised to the pod is free again for pods that had to respect it.</summary>
    private void NoteNomination(PodInfo pod, string? before)
    {
        if (before is not null && cluster.Nominations.NodeOf(pod) != before) queue.On(new(EventResource.Pod, EventAction.Delete, pod, null), pod.Priority);
    }
}
