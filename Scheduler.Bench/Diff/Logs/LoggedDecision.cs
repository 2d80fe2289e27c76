namespace Scheduler.Bench.Diff.Logs;

/// <summary>A decision as a log tells it: the outcome, and what every plugin said of the nodes that were kept.</summary>
public sealed record LoggedDecision
{
    /// <summary><c>namespace/name</c>.</summary>
    public required string Pod { get; init; }

    /// <summary>A <see cref="Core.Cycle.DecisionKind"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The chosen node, or empty.</summary>
    public string Node { get; init; } = "";

    /// <summary>Why there is none, in kube-scheduler's words.</summary>
    public string Message { get; init; } = "";

    /// <summary>Where preemption would make room; empty where it would not.</summary>
    public string NominatedNode { get; init; } = "";

    /// <summary>Who would have to go, in order.</summary>
    public string[] Victims { get; init; } = [];

    /// <summary>Nodes that passed all filters, the best first; possibly only the best of them.</summary>
    public string[] Feasible { get; init; } = [];

    /// <summary>Weighted totals, parallel to <see cref="Feasible"/>.</summary>
    public long[] Totals { get; init; } = [];

    /// <summary>Normalised scores times weight, by plugin, parallel to <see cref="Feasible"/>.</summary>
    public IReadOnlyDictionary<string, long[]> Scores { get; init; } = new Dictionary<string, long[]>();

    /// <summary>Which plugin rejected a node, by node.</summary>
    public IReadOnlyDictionary<string, string> Rejected { get; init; } = new Dictionary<string, string>();

    /// <summary>True where the pod has a node.</summary>
    public bool IsPlaced => Node.Length > 0;

    /// <summary>The place of a node among the feasible ones, or -1.</summary>
    public int IndexOf(string node) => Array.IndexOf(Feasible, node);
}
