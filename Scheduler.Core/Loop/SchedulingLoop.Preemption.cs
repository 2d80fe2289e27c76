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
            engine.Cluster.Nominations.Set(pod, node);
            Evict(pod, result.Victims);
            return node;
        }

        if (result is not { ClearsNomination: true }) return null;
        return engine.Cluster.Nominations.Remove(pod) ? "" : null;
    }

    /// <summary>Less important pods that were promised room on the node lose the promise: it is no longer true.</summary>
    private void ClearLowerNominations(PodInfo pod, string node)
    {
        foreach (PodInfo other in engine.Cluster.Nominations.On(node).Where(other => other.Priority < pod.Priority).ToArray())
        {
            engine.Cluster.Nominations.Remove(other);
            planner.Report(new(other, "", "", ""));
            queue.On(new(EventResource.Pod, EventAction.Delete, other, null), other.Priority);
        }
    }

    /// <summary>
    /// Victims that are still on their way here are rejected in memory; the others are evicted. The last one goes when the others are gone and the
    /// preemptor may enter the queue again, so that its deletion wakes the preemptor.
    /// </summary>
    private void Evict(PodInfo pod, PodInfo[] victims)
    {
        List<PodInfo> placed = [];
        foreach (PodInfo victim in victims)
        {
            if (bindings.TryGetValue(victim.Uid, out Binding? binding)) RejectInMemory(binding, pod);
            else placed.Add(victim);
        }

        if (placed.Count == 0) return;
        engine.Cluster.Preemptions.Begin(pod);
        Task work = EvictAsync(pod, placed);
        if (work.IsCompleted) return;
        _ = work.ContinueWith(_ => Woken?.Invoke(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task EvictAsync(PodInfo pod, List<PodInfo> victims)
    {
        Status[] results = await Task.WhenAll(victims.SkipLast(1).Select(victim => planner.EvictAsync(victim, pod, CancellationToken.None))).ConfigureAwait(false);
        if (results.Any(status => !status.IsSuccess))
        {
            inbox.Enqueue(() => EndPreemption(pod, failed: true));
            return;
        }

        TaskCompletionSource open = new();
        inbox.Enqueue(() =>
        {
            EndPreemption(pod, failed: false);
            open.SetResult();
        });
        Woken?.Invoke();
        await open.Task.ConfigureAwait(false);
        Status last = await planner.EvictAsync(victims[^1], pod, CancellationToken.None).ConfigureAwait(false);
        if (!last.IsSuccess) inbox.Enqueue(() => EndPreemption(pod, failed: true));
    }

    private void EndPreemption(PodInfo pod, bool failed)
    {
        engine.Cluster.Preemptions.End(pod);

        // Nobody's deletion will wake it.
        if (failed) queue.Activate([pod]);
    }

    private static void RejectInMemory(Binding binding, PodInfo preemptor)
    {
        if (binding.Waiting is { } waiting) waiting.Reject("DefaultPreemption", $"has to leave for {preemptor.Key}");
        else binding.Cancellation.Cancel();
    }
}
