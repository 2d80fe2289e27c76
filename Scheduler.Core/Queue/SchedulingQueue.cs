using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Queue;

/// <summary>The pods that wait for a node, and what wakes them (docs/semantics.md 5). One thread calls it; time is handed in.</summary>
/// <remarks>
/// <code>
///             Add                     Pop                        placed: Done
///   (new) ──────────▶ Active ◀──┐ ───────────▶ InFlight ──────────────────────▶ (gone)
///     │                 ▲       │                  │
///     │ PreEnqueue      │ Flush │ Pop while        │ Return
///     │ says no         │       │ nothing active   ▼
///     ▼                 │       │         rejected, no event helps ──▶ Unschedulable
///   Gated ──event──▶ Backoff ───┘         rejected, an event came  ──▶ Backoff | Active
///                                         error                    ──▶ ErrorBackoff ──Flush──▶ Active
///   Unschedulable ── event whose hint says queue | 5 minutes ──▶ Backoff | Active
/// </code>
/// <para>Invariant: every pod that was added and neither done nor deleted is in exactly one state.</para>
/// </remarks>
public sealed partial class SchedulingQueue
{
    private readonly QueueOptions options;
    private readonly TimeProvider clock;
    private readonly Cluster cluster;
    private readonly Func<PodInfo, Profile?> profileOf;
    private readonly Dictionary<Profile, HintTable> hints = [];
    private readonly Dictionary<string, QueuedPod> byUid = new(StringComparer.Ordinal);
    private readonly PodHeap active;
    private readonly PodHeap backoff;
    private readonly PodHeap errorBackoff;
    private readonly WaitingIndex waiting = new();
    private readonly bool useHints;
    private long sequence;

    /// <summary>Why pods move at this moment.</summary>
    private string cause = "";

    /// <summary>Makes an empty queue.</summary>
    /// <param name="engine">Its profiles order the queue, gate pods and say what events help.</param>
    /// <param name="options">Backoff and timeouts.</param>
    /// <param name="clock">The time.</param>
    /// <param name="useHints">False: an event that a rejector registered always queues (gate SchedulerQueueingHints off).</param>
    public SchedulingQueue(SchedulingEngine engine, QueueOptions options, TimeProvider clock, bool useHints = true)
    {
        this.options = options;
        this.clock = clock;
        this.useHints = useHints;
        cluster = engine.Cluster;
        profileOf = engine.ProfileOf;
        active = new(InOrder);
        backoff = new((a, b) => a.BackoffExpiry != b.BackoffExpiry ? a.BackoffExpiry.CompareTo(b.BackoffExpiry) : InOrder(a, b));
        errorBackoff = new((a, b) => a.BackoffExpiry != b.BackoffExpiry ? a.BackoffExpiry.CompareTo(b.BackoffExpiry) : a.Sequence.CompareTo(b.Sequence));
    }

    /// <summary>Told of every pod that comes into a part of the queue, and why: <c>PodAdd</c>, <c>BackoffComplete</c>, <c>NodeAdd</c>.</summary>
    public Action<QueuedPod, string>? Entered { get; init; }

    /// <summary>Pods in the queue, those in flight included.</summary>
    public int Count => byUid.Count;

    public int ActiveCount => active.Count;

    public int BackoffCount => backoff.Count + errorBackoff.Count;

    /// <summary>Pods that wait for an event, gated ones included.</summary>
    public int UnschedulableCount => waiting.Count;

    /// <summary>All pods, in order of their UIDs' arrival.</summary>
    public IEnumerable<QueuedPod> Pods => byUid.Values;

    /// <summary>The pod of a UID, or null.</summary>
    public QueuedPod? Find(string uid) => byUid.GetValueOrDefault(uid);

    /// <summary>A pod that needs a node has come. Known pods are updated.</summary>
    public void Add(PodInfo pod)
    {
        if (byUid.TryGetValue(pod.Uid, out QueuedPod? known))
        {
            Update(known.Pod, pod);
            return;
        }

        QueuedPod queued = new(pod, ++sequence, clock.GetUtcNow());
        byUid.Add(pod.Uid, queued);
        cause = "PodAdd";
        if (ToActive(queued)) Nominate(queued);
    }

    /// <summary>A waiting pod went, or got its node from somebody else.</summary>
    public void Delete(PodInfo pod)
    {
        cluster.Nominations.Remove(pod);
        if (!byUid.Remove(pod.Uid, out QueuedPod? queued)) return;
        Leave(queued);
        if (queued.State == QueueState.InFlight) EndFlight(queued);
    }

    /// <summary>Takes the next pod; null where none is ready. It is in flight until <see cref="Done"/> or <see cref="Return"/>.</summary>
    public QueuedPod? Pop()
    {
        Flush();
        QueuedPod? next = active.First ?? (options.PopFromBackoff ? backoff.First : null);
        if (next is null) return null;
        Leave(next);
        next.State = QueueState.InFlight;
        next.Attempts++;
        next.Rejectors = [];
        next.PendingPlugins = [];
        BeginFlight(next);
        return next;
    }

    /// <summary>A pod in flight needs no further attempt: it is bound, or gone.</summary>
    public void Done(QueuedPod pod)
    {
        if (byUid.GetValueOrDefault(pod.Pod.Uid) == pod) byUid.Remove(pod.Pod.Uid);
        EndFlight(pod);
    }

    /// <summary>The attempt of a pod in flight failed.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="rejectors">The plugins that rejected it; empty for an error.</param>
    /// <param name="pending">Those of them that wait for something outside.</param>
    public void Return(QueuedPod pod, IReadOnlyList<string> rejectors, IReadOnlyList<string> pending)
    {
        if (byUid.GetValueOrDefault(pod.Pod.Uid) != pod)
        {
            // Deleted meanwhile.
            EndFlight(pod);
            return;
        }

        bool isError = rejectors.Count == 0 && pending.Count == 0;
        pod.Timestamp = clock.GetUtcNow();
        pod.Sequence = ++sequence;
        pod.Rejectors = rejectors;
        pod.PendingPlugins = pending;
        if (isError) pod.ConsecutiveErrors++;
        else
        {
            pod.ConsecutiveErrors = 0;
            pod.UnschedulableCount++;
        }

        SetBackoff(pod);
        bool helped = false;
        bool atOnce = false;
        foreach (ClusterEvent happened in EventsInFlight(pod)) Ask(pod, happened, ref helped, ref atOnce);
        EndFlight(pod);
        cause = "ScheduleAttemptFailure";
        if (isError) ToErrorBackoff(pod);
        else if (atOnce) ToActive(pod);
        else if (helped) ToActiveOrBackoff(pod);
        else ToUnschedulable(pod);
        if (pod.State != QueueState.Gated) Nominate(pod);
    }

    /// <summary>Moves pods whose backoff has passed, and pods that have waited too long for an event.</summary>
    public void Flush()
    {
        DateTimeOffset second = Second(clock.GetUtcNow());
        cause = "BackoffComplete";
        while (backoff.First is { } pod && pod.BackoffExpiry < second) Release(backoff, pod);
        while (errorBackoff.First is { } pod && pod.BackoffExpiry < second) Release(errorBackoff, pod);
    }

    /// <summary>Tries pods again that have waited longer than <see cref="QueueOptions.UnschedulableTimeout"/>; called every 30 seconds.</summary>
    public void FlushUnschedulable()
    {
        cause = "UnschedulableTimeout";
        DateTimeOffset limit = clock.GetUtcNow() - options.UnschedulableTimeout;
        foreach (QueuedPod pod in waiting.InOrder().Where(pod => pod.State == QueueState.Unschedulable && pod.Timestamp < limit).ToArray()) Wake(pod);
    }

    /// <summary>Tries these pods again whatever their rejectors say.</summary>
    public void Activate(IEnumerable<PodInfo> pods)
    {
        cause = "ForceActivate";
        foreach (PodInfo pod in pods)
        {
            if (byUid.GetValueOrDefault(pod.Uid) is not { State: not (QueueState.InFlight or QueueState.Active) } queued) continue;
            Leave(queued);
            ToActive(queued);
        }
    }

    private static DateTimeOffset Second(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private int InOrder(QueuedPod a, QueuedPod b)
    {
        int order = profileOf(a.Pod)!.QueueSort[0].Compare(a.Pod, a.Timestamp, b.Pod, b.Timestamp);
        return order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
    }

    /// <summary>Gated pods have no say in what others find; the others keep their promise while they wait.</summary>
    private void Nominate(QueuedPod pod)
    {
        if (pod.State == QueueState.Gated) return;
        string node = pod.Pod.Pod.Status.NominatedNodeName;
        if (node.Length > 0 && cluster.Nominations.NodeOf(pod.Pod) is null) cluster.Nominations.Set(pod.Pod, node);
    }
}
