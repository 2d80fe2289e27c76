using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>How a pod's turn ended.</summary>
public enum DecisionKind : byte
{
    /// <summary>A node was chosen.</summary>
    Placed,

    /// <summary>No node fits.</summary>
    Unschedulable,

    /// <summary>The cycle broke.</summary>
    Error,

    /// <summary>A PreEnqueue plugin holds the pod back.</summary>
    Held,

    /// <summary>The pod gets no cycle: being deleted, ended, or of another scheduler.</summary>
    Skipped,
}

/// <summary>What was decided for one pod, and why. Belongs to the engine and is overwritten by its next decision; <see cref="Copy"/> keeps it.</summary>
public sealed class Decision
{
    private readonly List<RejectionGroup> groups = [];
    private readonly List<NodeScore> topNodes = [];
    private readonly List<string> unschedulablePlugins = [];

    /// <summary><c>namespace/name</c>.</summary>
    public string Pod { get; internal set; } = "";

    public DecisionKind Kind { get; internal set; }

    /// <summary>The chosen node, or empty.</summary>
    public string Node { get; internal set; } = "";

    /// <summary>The row of the chosen node, or -1.</summary>
    public int Row { get; internal set; } = -1;

    /// <summary>Nodes in the cluster.</summary>
    public int NodeCount { get; internal set; }

    /// <summary>Nodes that passed all filters.</summary>
    public int FeasibleCount { get; internal set; }

    /// <summary>Total score of the chosen node.</summary>
    public long Score { get; internal set; }

    /// <summary>
    /// Rejected nodes by plugin, code and reasons. Always there for a pod that was not placed; for placed pods where reasons are kept. Then
    /// <c>FeasibleCount + Σ Count == NodeCount</c>, but where a nominated node passed: then no other node was looked at.
    /// </summary>
    public IReadOnlyList<RejectionGroup> Groups => groups;

    /// <summary>The chosen node and the next best ones in the order of the tie rule, with their totals, where reasons are kept.</summary>
    public IReadOnlyList<NodeScore> TopNodes => topNodes;

    /// <summary>The plugins to blame, by name: their events can help.</summary>
    public IReadOnlyList<string> UnschedulablePlugins => unschedulablePlugins;

    /// <summary>The message of the PreFilter (or PreEnqueue, or skip) that rejected the pod; null where nodes were filtered one by one.</summary>
    public string? PreFilterMessage { get; internal set; }

    /// <summary>What went wrong, for <see cref="DecisionKind.Error"/>.</summary>
    public string? Error { get; internal set; }

    /// <summary>What PostFilter came to; null where it did not run.</summary>
    public PostFilterOutcome? PostFilter { get; internal set; }

    /// <summary>The fit error before PostFilter, in kube-scheduler's words; empty for a placed pod.</summary>
    public string FilterMessage => Kind == DecisionKind.Unschedulable ? FitError.Text(NodeCount, PreFilterMessage, groups) : "";

    /// <summary>The complete message, as in the pod's PodScheduled condition.</summary>
    public string Message => Kind switch
    {
        DecisionKind.Unschedulable => PostFilter is { Status.Message: { Length: > 0 } more } ? $"{FilterMessage} {more}" : FilterMessage,
        DecisionKind.Error => Error ?? "",
        DecisionKind.Held or DecisionKind.Skipped => PreFilterMessage ?? "",
        _ => "",
    };

    /// <summary>A decision of its own that stays as it is.</summary>
    public Decision Copy()
    {
        Decision copy = new()
        {
            Pod = Pod,
            Kind = Kind,
            Node = Node,
            Row = Row,
            NodeCount = NodeCount,
            FeasibleCount = FeasibleCount,
            Score = Score,
            PreFilterMessage = PreFilterMessage,
            Error = Error,
            PostFilter = PostFilter,
        };
        copy.groups.AddRange(groups);
        copy.topNodes.AddRange(topNodes);
        copy.unschedulablePlugins.AddRange(unschedulablePlugins);
        return copy;
    }

    internal List<RejectionGroup> MutableGroups => groups;

    internal List<NodeScore> MutableTopNodes => topNodes;

    internal List<string> MutableUnschedulablePlugins => unschedulablePlugins;

    internal void Reset(string pod, int nodeCount)
    {
        Pod = pod;
        Kind = DecisionKind.Unschedulable;
        Node = "";
        Row = -1;
        NodeCount = nodeCount;
        FeasibleCount = 0;
        Score = 0;
        groups.Clear();
        topNodes.Clear();
        unschedulablePlugins.Clear();
        PreFilterMessage = null;
        Error = null;
        PostFilter = null;
    }
}

/// <summary>Nodes that one plugin rejected for the same reasons. A PreFilter that rejected the pod counts for all nodes.</summary>
public readonly record struct RejectionGroup(string Plugin, StatusCode Code, string[] Reasons, int Count);

/// <summary>A node and its total.</summary>
public readonly record struct NodeScore(string Node, long Total);

/// <summary>What PostFilter came to, and the plugin that is to blame or to thank.</summary>
public sealed record PostFilterOutcome(string Plugin, Status Status, PostFilterResult? Result);
