using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Queue;

namespace Scheduler.Core.Loop;

/// <content>What follows from a preemption (docs/semantics.md 4.7).</content>
public sealed partial class SchedulingLoop
{
    /// <summary>Carries out what PostFilter came to; returns the pod's new nomination: a node, empty where one ends, null where nothing changes.</summary>
    private string? Preempt(PodInfo pod, Decision decision)
    {
        PostFilterResult? result = decision.PostFilter?.Result;
        if (decision.PostFilter is { Status.IsSuccess: true } && result?.NominatedNode is { } node)
        {
            ClearLowerNominations(pod, node);
            Nominate(pod, node);
            Evict(pod, result.Victims, decision.PostFilter.Plugin);
            return node;
        }

        return result is { ClearsNomination: true } ? EndNomination(pod) : null;
    }

    private string? EndNomination(PodInfo pod) => Nominate(pod, "") ? "" : null;

    /// <summary>Promises room on a node, or on none any more; true where another promise ended by that: its room is free again for others.</summary>
    private bool Nominate(PodInfo pod, string node)
    {
        string before = engine.Cluster.Nominations.NodeOf(pod) ?? pod.Pod.Status.NominatedNodeName;
        if (node.Length > 0) engine.Cluster.Nominations.Set(pod, node);
        else engine.Cluster.Nominations.Remove(pod);
        if (before.Length == 0 || before == node) return false;
        queue.On(new(EventResource.Pod, EventAction.Delete, pod, null), pod.Priority);
        return true;
    }

    /// <summary>Less important pods that were promised room on the node lose the promise: it is no longer true.</summary>
    private void ClearLowerNominations(PodInfo pod, string node)
    {
        foreach (PodInfo other in engine.Cluster.Nominations.On(node).Where(other => other.Priority < pod.Priority).ToArray())
        {
            Nominate(other, "");
            planner.Report(new(other, "", "", ""));
        }
    }

    /// <summary>
    /// Victims that are still on their way here are rejected in memory; the others are evicted unless they end already. The last one goes when the
    /// others are gone and the preemptor may enter the queue again, so that its deletion wakes the preemptor.
    /// </summary>
    private void Evict(PodInfo pod, PodInfo[] victims, string plugin)
    {
        List<PodInfo> placed = [];
        foreach (PodInfo victim in victims)
        {
            if (bindings.TryGetValue(victim.Uid, out Binding? binding)) RejectInMemory(binding, pod, plugin);
            else if (!victim.IsTerminating) placed.Add(victim);
        }

        if (placed.Count == 0) return;
        engine.Cluster.Preemptions.Begin(pod);
        WhenDone(EvictAllAsync(placed.SkipLast(1), pod), status => Post(() => EvictLast(pod, placed[^1], status)));
    }

    private async Task<Status> EvictAllAsync(IEnumerable<PodInfo> victims, PodInfo pod)
    {
        Status[] results = await Task.WhenAll(victims.Select(victim => planner.EvictAsync(victim, pod, CancellationToken.None))).ConfigureAwait(false);
        return Array.Find(results, status => !status.IsSuccess) is { Reasons: not null } failed ? failed : Status.Success;
    }

    private void EvictLast(PodInfo pod, PodInfo last, Status others)
    {
        engine.Cluster.Preemptions.End(pod);
        if (others.IsSuccess) WhenDone(planner.EvictAsync(last, pod, CancellationToken.None), status => AfterEviction(pod, status));
        else AfterEviction(pod, others);
    }

    /// <summary>Where an eviction failed nobody's deletion may come to wake the preemptor.</summary>
    private void AfterEviction(PodInfo pod, Status status)
    {
        if (!status.IsSuccess) queue.Activate([pod]);
    }

    private static void RejectInMemory(Binding binding, PodInfo preemptor, string plugin)
    {
        if (binding.Waiting is { } waiting) waiting.Reject(plugin, $"has to leave for {preemptor.Key}");
        else
        {
            binding.Rejector = plugin;
            binding.Cancellation.Cancel();
        }
    }
}
