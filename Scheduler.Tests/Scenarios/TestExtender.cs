using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Scenarios;

/// <summary>An extender made from words: <c>rejects=a,b unresolvable=c prefers=d fails ignorable binds weight=2 only=example.com/gpu keeps=a victims=…</c>.</summary>
internal sealed class TestExtender(string name, Words words, Action<string> told) : IExtender
{
    public string Name => name;

    public bool IsIgnorable => words.Has("ignorable");

    public bool Filters => words.Has("rejects") || words.Has("unresolvable") || words.Has("fails");

    public bool Prioritizes => words.Has("prefers") || words.Has("failsScores");

    public bool Preempts => words.Has("keeps");

    public bool Binds => words.Has("binds");

    public long Weight => words.Number("weight", 1);

    public bool IsInterested(PodInfo pod) => words["only"] is not { } resource || pod.Pod.Spec.Containers.Any(container => container.Resources.Requests[resource] is not null);

    public ExtenderAnswer<ExtenderFilterResult> Filter(PodInfo pod, NodeTable nodes, NodeSet feasible)
    {
        if (words.Has("fails")) return ExtenderAnswer<ExtenderFilterResult>.Failed($"{name} is down");
        string[] all = Names(nodes, feasible);
        return new ExtenderFilterResult(
            [.. all.Except(words.List("rejects")).Except(words.List("unresolvable"))],
            words.List("rejects").Intersect(all).ToDictionary(node => node, _ => $"{name} says no"),
            words.List("unresolvable").Intersect(all).ToDictionary(node => node, _ => $"{name} says never"));
    }

    public ExtenderAnswer<IReadOnlyList<ExtenderScore>> Prioritize(PodInfo pod, NodeTable nodes, NodeSet feasible) => words.Has("failsScores")
        ? ExtenderAnswer<IReadOnlyList<ExtenderScore>>.Failed($"{name} is down")
        : new((ExtenderScore[])[.. Names(nodes, feasible).Select(node => new ExtenderScore(node, words.List("prefers").Contains(node) ? 10 : 0))], null);

    public ExtenderAnswer<IReadOnlyList<ExtenderVictims>> Preempt(PodInfo pod, NodeTable nodes, IReadOnlyList<PreemptionCandidate> candidates) =>
        new((ExtenderVictims[])[.. candidates
            .Where(candidate => words.List("keeps").Contains(candidate.Node))
            .Select(candidate => new ExtenderVictims(candidate.Node, [.. candidate.Victims.Select(victim => victim.Uid)], candidate.PdbViolations))], null);

    public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        told($"{name} binds {pod.Name} to {nodeName}");
        return Task.FromResult(words.Has("failsBind") ? Status.Error($"{name} is down") : Status.Success);
    }

    private static string[] Names(NodeTable nodes, NodeSet set)
    {
        List<string> names = [];
        foreach (int row in set) names.Add(nodes.Name(row));
        return [.. names];
    }
}
