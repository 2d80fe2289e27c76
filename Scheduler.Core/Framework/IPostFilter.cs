using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>Called when no node is feasible: may make the pod schedulable later, by preemption for instance.</summary>
public interface IPostFilter : IPlugin
{
    PostFilterResult PostFilter(PodInfo pod, IFilterOutcome outcome);
}

/// <summary>The answer of PostFilter.</summary>
public sealed record PostFilterResult(Status Status)
{
    /// <summary>The node on which room is being made; null where there is none.</summary>
    public string? NominatedNode { get; init; }

    /// <summary>True where the pod's earlier nomination ends.</summary>
    public bool ClearsNomination { get; init; }

    /// <summary>Pods that have to leave the nominated node, most important first.</summary>
    public PodInfo[] Victims { get; init; } = [];

    /// <summary>All possibilities that were looked at, for explanations and tests; null where nobody asked for them.</summary>
    public IReadOnlyList<PreemptionCandidate>? Candidates { get; init; }
}

/// <summary>A node on which preemption would work.</summary>
public sealed record PreemptionCandidate(int Row, string Node, PodInfo[] Victims, int PdbViolations);

/// <summary>What filtering came to, and the means to try it again on one node with other pods on it.</summary>
public interface IFilterOutcome
{
    /// <summary>All rows that are nodes.</summary>
    NodeTable Nodes { get; }

    /// <summary>True where everything is worked out that an explanation shows: all possibilities, not only enough of them.</summary>
    bool Explain { get; }

    /// <summary>True where the run wants the definition and no shortcuts.</summary>
    bool IsPlain { get; }

    /// <summary>Decides what is arbitrary: follows from the run's seed and the pod alone.</summary>
    ulong Choice { get; }

    /// <summary>Those outside who have a say in preemption.</summary>
    ExtenderChain Extenders { get; }

    /// <summary>False where PreFilter ended before it came to this plugin.</summary>
    bool PreFilterReached(IPlugin plugin);

    /// <summary>The status of a row after filtering, nodes outside a PreFilter restriction included.</summary>
    StatusCode Code(int row);

    /// <summary>The number of the plugin that rejected a row, or -1: none did, or PreFilter did.</summary>
    int Rejector(int row);

    /// <summary>The filters that were not skipped, in order, with their numbers.</summary>
    IEnumerable<(int Plugin, IFilter Filter)> ActiveFilters { get; }

    /// <summary>True where pods that count for this one are nominated to a row.</summary>
    bool HasNominated(PodInfo pod, int row);

    /// <summary>The reasons of a row after filtering, in kube-scheduler's words.</summary>
    string[] Reasons(int row);

    /// <summary>
    /// Runs the filters that were not skipped for one row as it stands now, nominated pods of at least the pod's priority included (docs/semantics.md 2.5).
    /// </summary>
    Verdict Filter(PodInfo pod, int row, out int plugin);

    /// <summary>The reasons of a verdict that <see cref="Filter"/> gave.</summary>
    string[] Describe(PodInfo pod, int plugin, in Verdict verdict);

    /// <summary>Puts a pod on a row for a moment and tells the plugins. Undone by <see cref="RemovePod"/>.</summary>
    void AddPod(PodInfo pod, PodInfo added, int row);

    /// <summary>Takes a pod off its row for a moment and tells the plugins. Undone by <see cref="AddPod"/>.</summary>
    void RemovePod(PodInfo pod, PodInfo removed, int row);
}
