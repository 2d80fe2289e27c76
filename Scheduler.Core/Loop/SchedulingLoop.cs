using System.Collections.Concurrent;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Queue;

namespace Scheduler.Core.Loop;

/// <summary>Takes pods off the queue, decides, assumes, and lets them be bound; live, in replays and in tests.</summary>
/// <remarks>
/// <code>
///   Pop ─▶ Gate ─▶ Decide ─▶ Assume ─▶ Permit ─▶ (beside the loop: wait, PreBind, Bind) ─▶ PostBind, Done
///             │       │         │         │                     │
///             ▼       ▼         ▼         ▼                     ▼
///           drop   Fail: report, nominate, preempt, Return    Forget, Fail
/// </code>
/// <para>The thread that calls <see cref="Step"/> and <see cref="Pump"/> owns cluster and queue. What goes on beside it comes back through an inbox
/// that only Pump empties; a planner whose tasks are complete at once makes everything happen in order, on one thread.</para>
/// </remarks>
public sealed partial class SchedulingLoop(
    SchedulingEngine engine, SchedulingQueue queue, IPlanner planner, TimeProvider clock, ExtenderChain? extenders = null)
{
    private static readonly TimeSpan PermitTimeoutMax = TimeSpan.FromMinutes(15);

    private readonly PointMeter? meter = engine.Options.Meter;
    private readonly ExtenderChain extenders = extenders ?? ExtenderChain.Empty;
    private readonly ConcurrentQueue<Action> inbox = new();
    private readonly Dictionary<string, WaitingPod> waitingPods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Binding> bindings = new(StringComparer.Ordinal);

    /// <summary>Told of every decision, before anything follows from it.</summary>
    public Action<PodInfo, Decision>? Decided { get; init; }

    /// <summary>The same, with what the queue knows of the pod.</summary>
    public Action<QueuedPod, Decision>? Attempted { get; init; }

    /// <summary>Told of every binding that has ended, before anything follows from it.</summary>
    public Action<QueuedPod, string, Status>? BindingEnded { get; init; }

    /// <summary>Told of every pod that was bound.</summary>
    public Action<PodInfo, string>? Bound { get; init; }

    /// <summary>Something came back that <see cref="Pump"/> has to take in. Called on any thread.</summary>
    public Action? Woken { get; init; }

    /// <summary>True: nothing is prepared for a binding, for nothing is written and what would have to follow never comes. For dry runs.</summary>
    public bool SkipsPreBind { get; init; }

    public SchedulingEngine Engine => engine;

    public SchedulingQueue Queue => queue;

    /// <summary>Pods that Permit plugins hold, by UID.</summary>
    public IReadOnlyDictionary<string, WaitingPod> WaitingPods => waitingPods;

    /// <summary>Pods whose binding has begun and not ended.</summary>
    public int BindingCount => bindings.Count;

    /// <summary>Gives one pod its turn; false where none is ready.</summary>
    public bool Step()
    {
        Pump();
        if (queue.Pop() is not { } next) return false;
        PodInfo pod = next.Pod;
        if (engine.ProfileOf(pod) is null || pod.IsTerminating || pod.Pod.Status.Phase is "Succeeded" or "Failed")
        {
            queue.Done(next);
            return true;
        }

        next.AttemptBegan = clock.GetTimestamp();
        Decision decision = engine.Decide(pod);
        Attempted?.Invoke(next, decision);
        Decided?.Invoke(pod, decision);
        if (decision.Kind == DecisionKind.Placed) Place(next, decision);
        else Fail(next, decision);
        return true;
    }

    /// <summary>Gives every ready pod its turn; returns their number.</summary>
    public int RunReady(int most = int.MaxValue)
    {
        int turns = 0;
        do
        {
            while (turns < most && Step()) turns++;
            Pump();
        }
        while (turns < most && queue.ActiveCount > 0);
        return turns;
    }

    /// <summary>Takes in what came back from outside, and ends what has run out of time.</summary>
    public void Pump()
    {
        while (inbox.TryDequeue(out Action? action)) action();
        foreach (WaitingPod pod in waitingPods.Values.Where(pod => engine.Cluster.FindPod(pod.Pod.Key)?.Uid != pod.Pod.Uid)) pod.Reject("", "the pod is gone");
        DateTimeOffset now = clock.GetUtcNow();
        foreach (WaitingPod pod in waitingPods.Values.Where(pod => pod.Deadline <= now).OrderBy(pod => pod.Pod.Key, StringComparer.Ordinal).ToArray()) pod.TimeOut(now);
        while (inbox.TryDequeue(out Action? action)) action();
    }

    private void Place(QueuedPod next, Decision decision)
    {
        PodInfo pod = next.Pod;
        string node = decision.Node;
        Status status = engine.Assume(pod, node, null, out string plugin);
        if (!status.IsSuccess)
        {
            Fail(next, engine.ReserveFailed(decision, plugin, status), hadNode: true);
            return;
        }

        Dictionary<string, DateTimeOffset> waits = new(StringComparer.Ordinal);
        long began = meter?.Now ?? 0;
        foreach (IPermit permit in engine.ProfileOf(pod)!.Permit)
        {
            (Status answer, TimeSpan timeout) = permit.Permit(pod, node);
            if (answer.IsSuccess || answer.IsSkip) continue;
            if (answer.Code == StatusCode.Wait)
            {
                waits[permit.Name] = clock.GetUtcNow() + (timeout > PermitTimeoutMax || timeout <= TimeSpan.Zero ? PermitTimeoutMax : timeout);
                continue;
            }

            meter?.Point(ExtensionPoint.Permit, pod, answer.Code, began);
            engine.Forget(pod, node);
            Fail(next, engine.ReserveFailed(decision, permit.Name, answer), hadNode: true);
            return;
        }

        meter?.Point(ExtensionPoint.Permit, pod, waits.Count > 0 ? StatusCode.Wait : StatusCode.Success, began);
        Begin(new(next, node) { IsTimed = meter is { TimesPlugins: true } }, waits);
    }

    /// <summary>The attempt failed before binding began.</summary>
    /// <param name="next">The pod.</param>
    /// <param name="decision">Why.</param>
    /// <param name="hadNode">A node was found and could not be kept.</param>
    private void Fail(QueuedPod next, Decision decision, bool hadNode = false)
    {
        PodInfo pod = next.Pod;
        bool isError = decision.Kind == DecisionKind.Error;
        string? nominated = isError || hadNode ? EndNomination(pod) : Preempt(pod, decision);
        planner.Report(new(pod, isError ? "SchedulerError" : "Unschedulable", decision.Message, nominated));
        queue.Return(next, isError ? [] : [.. decision.UnschedulablePlugins], PendingPlugins(decision));

        // The pod that the queue holds may still name the nomination that ended: the world learns of it later.
        if (nominated is "") engine.Cluster.Nominations.Remove(pod);
    }

    private static string[] PendingPlugins(Decision decision) =>
        [.. decision.Groups.Where(group => group.Code == StatusCode.Pending).Select(group => group.Plugin).Distinct()];
}
