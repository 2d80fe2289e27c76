using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>Somebody outside the scheduler who has a say in its decisions (docs/semantics.md 6). Use it through <see cref="ExtenderChain"/>, which knows the rules.</summary>
/// <remarks>
/// Calls block until there is an answer, at the longest for the extender's timeout. Failing is an expected outcome: an answer with an error. An extender
/// knows nodes by name and pods by uid; what it names need not exist.
/// </remarks>
public interface IExtender
{
    /// <summary>How messages name it: its URL.</summary>
    string Name { get; }

    /// <summary>True: where it fails, scheduling goes on without it.</summary>
    bool IsIgnorable { get; }

    bool Filters { get; }

    bool Prioritizes { get; }

    bool Preempts { get; }

    bool Binds { get; }

    /// <summary>What its scores are multiplied with.</summary>
    long Weight { get; }

    /// <summary>False for pods that it is not asked about.</summary>
    bool IsInterested(PodInfo pod);

    /// <summary>Which of the nodes are fit for the pod.</summary>
    ExtenderAnswer<ExtenderFilterResult> Filter(PodInfo pod, NodeTable nodes, NodeSet feasible);

    /// <summary>How good the nodes are, 0 to 10 each; nodes may be missing.</summary>
    ExtenderAnswer<IReadOnlyList<ExtenderScore>> Prioritize(PodInfo pod, NodeTable nodes, NodeSet feasible);

    /// <summary>On which of the candidates the pod may preempt, and whom.</summary>
    ExtenderAnswer<IReadOnlyList<ExtenderVictims>> Preempt(PodInfo pod, NodeTable nodes, IReadOnlyList<PreemptionCandidate> candidates);

    /// <summary>Binds the pod in place of the bind plugins. Success, or an error.</summary>
    Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation);
}

/// <summary>What an extender answered, or what went wrong. Exactly one of the two is there.</summary>
public readonly record struct ExtenderAnswer<T>(T? Value, string? Error)
    where T : class
{
    public static implicit operator ExtenderAnswer<T>(T value) => new(value, null);

    public static ExtenderAnswer<T> Failed(string error) => new(null, error);
}

/// <summary>The nodes that are fit, and reasons for others. A node in neither list is not fit either.</summary>
/// <param name="Feasible">Names of nodes that were asked about.</param>
/// <param name="Failed">Reasons of nodes where removing pods might help.</param>
/// <param name="FailedAndUnresolvable">Reasons of nodes where it would not; they win over <paramref name="Failed"/>.</param>
public sealed record ExtenderFilterResult(
    IReadOnlyCollection<string> Feasible, IReadOnlyDictionary<string, string> Failed, IReadOnlyDictionary<string, string> FailedAndUnresolvable);

/// <summary>A node's score, 0 to 10.</summary>
public readonly record struct ExtenderScore(string Node, long Score);

/// <summary>The pods, by uid, that would have to leave a node, most important first.</summary>
public sealed record ExtenderVictims(string Node, IReadOnlyList<string> PodUids, int PdbViolations);
