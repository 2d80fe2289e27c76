using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>What a scenario changes of a dump: only what differs is here. Edits write it; a branch or an edited dump is made from it.</summary>
public sealed class SnapshotDraft(Snapshot snapshot)
{
    private readonly OrderedDictionary<string, Node?> nodes = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Pod?> pods = new(StringComparer.Ordinal);

    /// <summary>The dump.</summary>
    public Snapshot Snapshot => snapshot;

    /// <summary>Nodes that are new or different, by name; null for those that went.</summary>
    public IReadOnlyDictionary<string, Node?> ChangedNodes => nodes;

    /// <summary>Pods that are new or different, by key; null for those that went.</summary>
    public IReadOnlyDictionary<string, Pod?> ChangedPods => pods;

    /// <summary>New objects of other kinds.</summary>
    public ClusterObjects Added { get; } = new();

    /// <summary>Pods that had to leave their nodes, in order.</summary>
    public List<Departure> Departures { get; } = [];

    /// <summary>Pods that a drain leaves where they are, with the budget that holds them.</summary>
    public List<(Pod Pod, string Budget)> HeldByBudget { get; } = [];

    /// <summary>All nodes as they are by now: the dump's in its order, then new ones.</summary>
    public IEnumerable<Node> Nodes
    {
        get
        {
            foreach (Node node in snapshot.Objects.Nodes)
                if (FindNode(node.Metadata.Name) is { } now) yield return now;
            foreach ((string name, Node? node) in nodes)
                if (node is not null && snapshot.FindNode(name) is null) yield return node;
        }
    }

    /// <summary>All pods as they are by now, those that have ended too.</summary>
    public IEnumerable<Pod> Pods
    {
        get
        {
            foreach (Pod pod in snapshot.Objects.Pods)
                if (FindPod(pod.Metadata.Key) is { } now) yield return now;
            foreach ((string key, Pod? pod) in pods)
                if (pod is not null && snapshot.FindPod(key) is null) yield return pod;
        }
    }

    public Node? FindNode(string name) => nodes.TryGetValue(name, out Node? changed) ? changed : snapshot.FindNode(name);

    public Pod? FindPod(string key) => pods.TryGetValue(key, out Pod? changed) ? changed : snapshot.FindPod(key);

    /// <summary>The pods on a node as they are by now.</summary>
    public List<Pod> PodsOn(string node)
    {
        List<Pod> on = [.. snapshot.PodsOn(node).Where(pod => !pods.ContainsKey(pod.Metadata.Key))];
        foreach (Pod? pod in pods.Values)
            if (pod is not null && pod.Spec.NodeName == node && !Snapshot.HasEnded(pod)) on.Add(pod);
        return on;
    }

    public void SetNode(Node node) => nodes[node.Metadata.Name] = node;

    /// <summary>A node goes; its pods leave it first.</summary>
    public void RemoveNode(string name, string why)
    {
        foreach (Pod pod in PodsOn(name)) Evict(pod, why);
        if (snapshot.FindNode(name) is null) nodes.Remove(name);
        else nodes[name] = null;
    }

    public void SetPod(Pod pod) => pods[pod.Metadata.Key] = pod;

    /// <summary>A pod has to leave its node: one that its owner replaces comes back as a pending one.</summary>
    public void Evict(Pod pod, string why)
    {
        Departure departure = new(pod, pod.Spec.NodeName, Departure.FateOf(pod), why);
        Departures.Add(departure);
        if (departure.Fate == Fate.Returns) pods[pod.Metadata.Key] = Again(pod);
        else Delete(pod.Metadata.Key);
    }

    /// <summary>The pod that its owner makes in the place of one that left. It keeps the name, so that the two can be told to belong together.</summary>
    public Pod Again(Pod pod) => pod with
    {
        Metadata = pod.Metadata with { CreationTimestamp = snapshot.Now.AddSeconds(1), DeletionTimestamp = null },
        Spec = pod.Spec with { NodeName = "" },
        Status = new() { Phase = "Pending", ResourceClaimStatuses = pod.Status.ResourceClaimStatuses },
    };

    /// <summary>A pod goes for good.</summary>
    public void Delete(string key)
    {
        if (snapshot.FindPod(key) is null) pods.Remove(key);
        else pods[key] = null;
    }
}
