using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Queue;

/// <content>What wakes waiting pods.</content>
public sealed partial class SchedulingQueue
{
    private readonly List<(ClusterEvent Happened, int HighestPriority)> flightEvents = [];
    private readonly HashSet<QueuedPod> inFlight = [];
    private long firstFlightEvent;

    /// <summary>Number of hints asked, for tests and metrics.</summary>
    public long HintsAsked { get; private set; }

    /// <summary>
    /// Something happened in the cluster (and is in its state already). Pods whose rejectors registered it and whose hints do not say skip are
    /// tried again; pods in flight remember it.
    /// </summary>
    /// <param name="happened">What happened.</param>
    /// <param name="highestPriority">Pods of higher priority are not concerned.</param>
    public void On(in ClusterEvent happened, int highestPriority = int.MaxValue)
    {
        if (inFlight.Count > 0) flightEvents.Add((happened, highestPriority));
        if (waiting.Count == 0) return;
        if (Entered is not null) cause = Cause(happened);
        HintCache answers = new();
        foreach (QueuedPod pod in waiting.Interested(happened, HintsOf))
        {
            if (pod.Pod.Priority > highestPriority) continue;
            if (pod.State == QueueState.Gated) OnGated(pod, happened);
            else Offer(pod, happened, answers);
        }
    }

    /// <summary>A waiting pod has changed: only it may be woken by that.</summary>
    public void Update(PodInfo old, PodInfo pod)
    {
        if (!byUid.TryGetValue(pod.Uid, out QueuedPod? queued))
        {
            Add(pod);
            return;
        }

        cause = "PodUpdate";
        IReadOnlyList<ClusterEvent> events = EventSplitting.Of(old, pod);
        if (queued.State != QueueState.Gated) KeepNomination(old, pod);
        queued.Pod = pod;
        switch (queued.State)
        {
            case QueueState.Active: active.Fix(queued); break;
            case QueueState.Backoff: backoff.Fix(queued); break;
            case QueueState.InFlight: flightEvents.AddRange(events.Select(happened => (happened, int.MaxValue))); break;
            case QueueState.Gated or QueueState.Unschedulable:
                foreach (ClusterEvent happened in events)
                {
                    if (queued.State == QueueState.Gated) OnGated(queued, happened);
                    else if (queued.State == QueueState.Unschedulable) Offer(queued, happened, null);
                }

                break;
        }

        Nominate(queued);
    }

    /// <summary>The world's word on a nomination counts where it is a new one; else what was decided here is newer.</summary>
    private void KeepNomination(PodInfo old, PodInfo pod)
    {
        string said = pod.Pod.Status.NominatedNodeName;
        string? node = said == old.Pod.Status.NominatedNodeName ? cluster.Nominations.NodeOf(old) : said;
        if (node is { Length: > 0 }) cluster.Nominations.Set(pod, node);
        else cluster.Nominations.Remove(pod);
    }

    /// <summary><c>NodeAdd</c>, <c>AssignedPodDelete</c>.</summary>
    private static string Cause(in ClusterEvent happened) => (happened.Resource == EventResource.Pod ? "AssignedPod" : happened.Resource.ToString()) + happened.Action;

    private HintTable HintsOf(QueuedPod pod)
    {
        Profile profile = profileOf(pod.Pod)!;
        if (!hints.TryGetValue(profile, out HintTable? table)) hints.Add(profile, table = new(profile, useHints));
        return table;
    }

    private void OnGated(QueuedPod pod, in ClusterEvent happened)
    {
        HintTable table = HintsOf(pod);
        if (happened.IsWildcard || !table.Registers(pod.GatingPlugin, happened)) return;
        if (!table.SaysQueue(pod.PendingPlugins, pod.Pod, happened) && !table.SaysQueue(pod.Rejectors, pod.Pod, happened)) return;
        waiting.Remove(pod);
        ToActiveOrBackoff(pod);
    }

    private void Offer(QueuedPod pod, in ClusterEvent happened, HintCache? answers)
    {
        bool helped = false, atOnce = false;
        Ask(pod, happened, ref helped, ref atOnce, answers);
        if (!helped && !atOnce) return;
        waiting.Remove(pod);
        if (atOnce) ToActive(pod);
        else ToActiveOrBackoff(pod);
    }

    private void Ask(QueuedPod pod, in ClusterEvent happened, ref bool helped, ref bool atOnce, HintCache? answers = null)
    {
        if (happened.IsWildcard)
        {
            helped = true;
            return;
        }

        HintTable table = HintsOf(pod);
        foreach (string plugin in pod.PendingPlugins)
            if (!atOnce && Says(table, plugin, pod, happened, answers)) atOnce = true;
        if (atOnce) return;
        foreach (string plugin in pod.Rejectors)
            if (!helped && Says(table, plugin, pod, happened, answers)) helped = true;
    }

    private bool Says(HintTable table, string plugin, QueuedPod pod, in ClusterEvent happened, HintCache? answers)
    {
        if (answers is not null && answers.TryGet(plugin, pod.Pod, out bool known)) return known;
        HintsAsked++;
        bool says = table.SaysQueue(plugin, pod.Pod, happened);
        answers?.Set(plugin, pod.Pod, says);
        return says;
    }

    private void BeginFlight(QueuedPod pod)
    {
        pod.EventsSeen = firstFlightEvent + flightEvents.Count;
        inFlight.Add(pod);
    }

    /// <summary>What came since the pod was taken and concerns it.</summary>
    private ClusterEvent[] EventsInFlight(QueuedPod pod) =>
    [
        .. flightEvents.Skip((int)(pod.EventsSeen - firstFlightEvent))
            .Where(item => pod.Pod.Priority <= item.HighestPriority && !IsOwnDeparture(pod, item.Happened))
            .Select(item => item.Happened),
    ];

    /// <summary>The room that a pod gives back by its own failure is nothing new to it.</summary>
    private static bool IsOwnDeparture(QueuedPod pod, in ClusterEvent happened) =>
        happened is { Resource: EventResource.Pod, Action: EventAction.Delete, Old: PodInfo gone } && gone.Uid == pod.Pod.Uid;

    /// <summary>Events that no pod in flight needs any more are forgotten.</summary>
    private void EndFlight(QueuedPod pod)
    {
        inFlight.Remove(pod);
        long oldest = inFlight.Count == 0 ? firstFlightEvent + flightEvents.Count : inFlight.Min(other => other.EventsSeen);
        int forgotten = (int)(oldest - firstFlightEvent);
        if (forgotten == 0) return;
        flightEvents.RemoveRange(0, forgotten);
        firstFlightEvent = oldest;
    }

    /// <summary>Answers to one event: pods of one spec, namespace, label set and owner that were rejected by the same plugin get one answer.</summary>
    private sealed class HintCache
    {
        private readonly Dictionary<(string Plugin, PodSpecInfo Spec, int LabelSetId, string Owner), bool> answers = [];

        public bool TryGet(string plugin, PodInfo pod, out bool answer) => answers.TryGetValue(Key(plugin, pod), out answer);

        public void Set(string plugin, PodInfo pod, bool answer) => answers[Key(plugin, pod)] = answer;

        private static (string Plugin, PodSpecInfo Spec, int LabelSetId, string Owner) Key(string plugin, PodInfo pod) =>
            (plugin, pod.Spec, pod.LabelSetId, HasClaimsOfItsOwn(pod) ? pod.Uid : pod.Pod.Metadata.Controller?.Uid ?? "");

        /// <summary>True where the names of claims follow from the pod's own name or status: what helps one replica does not help the next.</summary>
        private static bool HasClaimsOfItsOwn(PodInfo pod) =>
            pod.Pod.Spec.ResourceClaims.Length > 0 || Array.Exists(pod.Spec.Volumes.Claimed, volume => volume.IsEphemeral);
    }
}
