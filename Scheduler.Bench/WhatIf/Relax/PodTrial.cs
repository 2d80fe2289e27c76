using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>Asks where variants of one pod would go, on the cluster as it is or with something changed. Nothing stays.</summary>
/// <param name="stage">The cluster, without the pod.</param>
/// <param name="snapshot">The dump.</param>
/// <param name="types">Types of nodes of which there could be more.</param>
/// <param name="pod">The pod that waits.</param>
public sealed class PodTrial(Stage stage, Snapshot snapshot, NodeType[] types, Pod pod)
{
    /// <summary>The pod that waits.</summary>
    public Pod Pod => pod;

    public Snapshot Snapshot => snapshot;

    public NodeType[] NodeTypes => types;

    /// <summary>Decisions made so far.</summary>
    public int Tries { get; private set; }

    /// <summary>Nodes in name order.</summary>
    public IEnumerable<Node> Nodes => snapshot.Objects.Nodes.OrderBy(node => node.Metadata.Name, StringComparer.Ordinal);

    /// <summary>The node of a pod with this spec; null where there is none.</summary>
    public string? Place(PodSpec spec) => Decide(stage, spec);

    /// <summary>The node of the pod as it is where one node is another; null where there is none.</summary>
    public string? PlaceWith(Node changed)
    {
        using Stage inner = stage.Inner();
        inner.Cluster.UpdateNode(changed);
        return Decide(inner, pod.Spec);
    }

    /// <summary>The node of the pod as it is after an edit; null where there is none.</summary>
    public string? PlaceAfter(Edit edit)
    {
        SnapshotDraft draft = new(snapshot);
        edit.Apply(draft);
        using Stage inner = stage.Inner(draft);
        return Decide(inner, pod.Spec);
    }

    private string? Decide(Stage at, PodSpec spec)
    {
        Tries++;
        PodInfo info = at.Cluster.Prepare(pod with { Spec = spec, Status = new() { Phase = "Pending" } });
        Decision decision = at.Engine.Gate(info) ?? at.Engine.Decide(info);
        return decision.Kind == DecisionKind.Placed ? decision.Node : null;
    }
}
