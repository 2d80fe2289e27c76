using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Queue;

/// <content>From one state to another.</content>
public sealed partial class SchedulingQueue
{
    /// <summary>Into the active heap, unless a PreEnqueue plugin holds the pod back; false where one does.</summary>
    private bool ToActive(QueuedPod pod)
    {
        if (IsGated(pod)) return false;
        pod.State = QueueState.Active;
        active.Add(pod);
        Entered?.Invoke(pod, cause);
        return true;
    }

    private void ToActiveOrBackoff(QueuedPod pod)
    {
        if (!IsBackingOff(pod))
        {
            ToActive(pod);
            return;
        }

        // Asked here and not again when the backoff has passed.
        if (IsGated(pod)) return;
        pod.State = QueueState.Backoff;
        backoff.Add(pod);
        Entered?.Invoke(pod, cause);
    }

    private void ToErrorBackoff(QueuedPod pod)
    {
        if (IsGated(pod)) return;
        pod.State = QueueState.ErrorBackoff;
        errorBackoff.Add(pod);
        Entered?.Invoke(pod, cause);
    }

    private void ToUnschedulable(QueuedPod pod)
    {
        pod.State = QueueState.Unschedulable;
        waiting.Add(pod);
        Entered?.Invoke(pod, cause);
    }

    private void Release(PodHeap from, QueuedPod pod)
    {
        from.Remove(pod);
        pod.State = QueueState.Active;
        active.Add(pod);
        Entered?.Invoke(pod, cause);
    }

    private void Wake(QueuedPod pod)
    {
        waiting.Remove(pod);
        ToActiveOrBackoff(pod);
    }

    /// <summary>Takes the pod out of whatever it waits in.</summary>
    private void Leave(QueuedPod pod)
    {
        switch (pod.State)
        {
            case QueueState.Active: active.Remove(pod); break;
            case QueueState.Backoff: backoff.Remove(pod); break;
            case QueueState.ErrorBackoff: errorBackoff.Remove(pod); break;
            case QueueState.Unschedulable or QueueState.Gated: waiting.Remove(pod); break;
        }
    }

    private bool IsGated(QueuedPod pod)
    {
        foreach (IPreEnqueue plugin in profileOf(pod.Pod)?.PreEnqueue ?? [])
        {
            Status status = plugin.PreEnqueue(pod.Pod);
            if (status.IsSuccess) continue;
            pod.State = QueueState.Gated;
            pod.GatingPlugin = plugin.Name;

            // Those that rejected it before know what it waits for once it is let in.
            pod.Rejectors = [.. pod.Rejectors.Union([plugin.Name])];
            pod.GateMessage = status.Message;
            cluster.Nominations.Remove(pod.Pod);
            waiting.Add(pod);
            Entered?.Invoke(pod, cause);
            return true;
        }

        pod.GateMessage = "";
        return false;
    }

    private bool IsBackingOff(QueuedPod pod) => pod.BackoffExpiry != default && pod.BackoffExpiry >= Second(clock.GetUtcNow());

    /// <summary>min(initial * 2^(count-1), max), truncated to whole seconds (docs/semantics.md 5.2).</summary>
    private void SetBackoff(QueuedPod pod)
    {
        int count = pod.ConsecutiveErrors > 0 ? pod.ConsecutiveErrors : pod.UnschedulableCount;
        if (options.MaxBackoff == TimeSpan.Zero || count == 0)
        {
            pod.BackoffExpiry = default;
            return;
        }

        TimeSpan duration = options.InitialBackoff;
        for (int i = 1; i < count && duration < options.MaxBackoff; i++) duration *= 2;
        if (duration > options.MaxBackoff) duration = options.MaxBackoff;
        pod.BackoffExpiry = Second(pod.Timestamp + duration);
    }
}
