using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>What extenders say to preemption.</summary>
public sealed partial class ExtenderChain
{
    /// <summary>Asks one extender after the other about the candidates that are left; what they do not confirm goes, and victims become theirs.</summary>
    /// <returns>An error that ends preemption, or null.</returns>
    public string? Preempt(PodInfo pod, NodeTable nodes, List<PreemptionCandidate> candidates)
    {
        foreach (IExtender extender in extenders)
        {
            if (candidates.Count == 0) return null;
            if (!extender.Preempts || !extender.IsInterested(pod)) continue;
            ExtenderAnswer<IReadOnlyList<ExtenderVictims>> answer = extender.Preempt(pod, nodes, candidates);
            List<PreemptionCandidate> left = [];
            string? error = answer.Value is { } result ? Confirm(extender, result, nodes, left) : answer.Error;
            if (error is null)
            {
                candidates.Clear();
                candidates.AddRange(left);
            }
            else if (extender.IsIgnorable) ignored?.Invoke(error);
            else return error;
        }

        return null;
    }

    private static string? Confirm(IExtender extender, IReadOnlyList<ExtenderVictims> result, NodeTable nodes, List<PreemptionCandidate> left)
    {
        foreach (ExtenderVictims entry in result)
        {
            int row = nodes.RowOf(entry.Node);
            if (row < 0) return $"extender \"{extender.Name}\" claims to preempt on node \"{entry.Node}\", which does not exist";
            PodInfo[] victims = new PodInfo[entry.PodUids.Count];
            for (int i = 0; i < victims.Length; i++)
            {
                if (Find(nodes.Pods(row), entry.PodUids[i]) is not { } victim)
                    return $"extender \"{extender.Name}\" claims to preempt pod (UID: {entry.PodUids[i]}) on node: {entry.Node}, but the pod is not found on that node";
                victims[i] = victim;
            }

            if (victims.Length > 0) left.Add(new(row, entry.Node, victims, entry.PdbViolations));
            else if (!extender.IsIgnorable) return $"expected at least one victim pod on node \"{entry.Node}\"";
        }

        return null;
    }

    private static PodInfo? Find(ReadOnlySpan<PodInfo> pods, string uid)
    {
        foreach (PodInfo pod in pods)
            if (pod.Uid == uid) return pod;
        return null;
    }
}
