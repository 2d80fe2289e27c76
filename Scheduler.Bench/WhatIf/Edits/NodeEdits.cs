using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Nodes go at once, and their pods with them.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="What">What they are together, such as <c>zone eu-1a</c>; empty for just nodes.</param>
public sealed record RemoveNodes(NodeChoice Nodes, string What = "") : Edit
{
    /// <inheritdoc/>
    public override string Title => $"loss of {(What.Length > 0 ? What : Nodes.ToString())}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Node node in Nodes.Of(draft)) draft.RemoveNode(node.Metadata.Name, Title);
    }
}

/// <summary>No pod comes to the nodes any more, or again.</summary>
public sealed record Cordon(NodeChoice Nodes, bool Unschedulable) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"{(Unschedulable ? "cordon" : "uncordon")} of {Nodes}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Node node in Nodes.Of(draft)) draft.SetNode(Set(node, Unschedulable));
    }

    /// <summary>The node, cordoned or not. Its taint follows, as the node controller makes it follow.</summary>
    public static Node Set(Node node, bool unschedulable)
    {
        const string key = "node.kubernetes.io/unschedulable";
        Taint[] others = [.. node.Taints.Where(taint => taint.Key != key)];
        return node with { Unschedulable = unschedulable, Taints = unschedulable ? [.. others, new(key, "", "NoSchedule")] : others };
    }
}

/// <summary>Nodes are cordoned and all pods that are not bound to them are evicted; the nodes stay.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="RespectBudgets">True: pods that their disruption budget does not let go now stay.</param>
public sealed record Drain(NodeChoice Nodes, bool RespectBudgets) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"drain of {Nodes}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        Node[] nodes = Nodes.Of(draft);
        foreach (Node node in nodes) draft.SetNode(Cordon.Set(node, true));
        Budgets budgets = new(draft.Snapshot.Objects.PodDisruptionBudgets);
        foreach (Departure gone in draft.Departures) budgets.Count(gone.Pod);
        foreach (Node node in nodes)
        {
            foreach (Pod pod in draft.PodsOn(node.Metadata.Name))
            {
                if (Departure.BelongsToNode(pod)) continue;
                if (RespectBudgets && budgets.Holder(pod) is { } budget) draft.HeldByBudget.Add((pod, budget));
                else
                {
                    budgets.Count(pod);
                    draft.Evict(pod, Title);
                }
            }
        }
    }
}

/// <summary>Labels of nodes are set or removed. Pods that are there stay, as in a cluster.</summary>
public sealed record SetLabels(NodeChoice Nodes, StringMap Set, string[] Remove) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"labels {string.Join(", ", [.. Set.Select(pair => $"{pair.Key}={pair.Value}"), .. Remove.Select(key => $"{key}-")])} on {Nodes}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Node node in Nodes.Of(draft))
        {
            StringMap labels = node.Metadata.Labels;
            foreach (KeyValuePair<string, string> pair in Set) labels = labels.With(pair.Key, pair.Value);
            foreach (string key in Remove) labels = labels.Without(key);
            draft.SetNode(node with { Metadata = node.Metadata with { Labels = labels } });
        }
    }
}
