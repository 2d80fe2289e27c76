using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Core.Framework;

/// <summary>An extender that says what a test wants. A question without an answer is one that it is not asked.</summary>
internal sealed class StubExtender : IExtender
{
    public Func<NodeSet, ExtenderAnswer<ExtenderFilterResult>>? OnFilter { get; init; }

    public Func<ExtenderAnswer<IReadOnlyList<ExtenderScore>>>? OnPrioritize { get; init; }

    public Func<IReadOnlyList<PreemptionCandidate>, ExtenderAnswer<IReadOnlyList<ExtenderVictims>>>? OnPreempt { get; init; }

    public Func<Status>? OnBind { get; init; }

    public bool Interested { get; init; } = true;

    /// <summary>The nodes that it was asked about last.</summary>
    public string? Asked { get; private set; }

    public string Name => "stub";

    public bool IsIgnorable { get; init; }

    public bool Filters => OnFilter is not null;

    public bool Prioritizes => OnPrioritize is not null;

    public bool Preempts => OnPreempt is not null;

    public bool Binds => OnBind is not null;

    public long Weight { get; init; } = 1;

    public static string NamesOf(NodeTable nodes, NodeSet rows)
    {
        List<string> names = [];
        foreach (int row in rows) names.Add(nodes.Name(row));
        return string.Join(' ', names);
    }

    public bool IsInterested(PodInfo pod) => Interested;

    public ExtenderAnswer<ExtenderFilterResult> Filter(PodInfo pod, NodeTable nodes, NodeSet feasible)
    {
        Asked = NamesOf(nodes, feasible);
        return OnFilter!(feasible);
    }

    public ExtenderAnswer<IReadOnlyList<ExtenderScore>> Prioritize(PodInfo pod, NodeTable nodes, NodeSet feasible) => OnPrioritize!();

    public ExtenderAnswer<IReadOnlyList<ExtenderVictims>> Preempt(PodInfo pod, NodeTable nodes, IReadOnlyList<PreemptionCandidate> candidates) => OnPreempt!(candidates);

    public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation) => Task.FromResult(OnBind!());
}
