using System.Diagnostics;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Bench.Replay;

/// <summary>Places the pods of a queue one after the other: decide, assume, next.</summary>
public sealed class Replayer(SchedulingEngine engine, ReplayInput input)
{
    /// <summary>Called after each pod with the number done.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>Called after each decision, before the pod is assumed; the explanation of the engine is that of this pod.</summary>
    public Action<PodInfo, Decision>? Decided { get; init; }

    /// <summary>Called at the end of each turn with what came of it, those of pods that get no cycle too.</summary>
    public Action<Decision>? Turn { get; init; }

    /// <summary>Also decides the other way and compares; null for no check.</summary>
    public EngineCheck? Check { get; init; }

    /// <exception cref="EngineDifferenceException">The two engines of a check disagree.</exception>
    public ReplayResult Run()
    {
        using DecisionHash hash = new();
        List<PodOutcome> outcomes = new(input.Queue.Count);
        long start = Stopwatch.GetTimestamp();
        foreach (PodInfo pod in input.Queue)
        {
            Decision decision = engine.Gate(pod) ?? Decide(pod);
            hash.Add(decision);
            Turn?.Invoke(decision);
            outcomes.Add(Outcome(pod, decision));
            Progress?.Invoke(outcomes.Count);
        }

        return new(input, outcomes, hash.Current(), Stopwatch.GetElapsedTime(start));
    }

    private Decision Decide(PodInfo pod)
    {
        Check?.Compare(pod);
        Decision decision = engine.Decide(pod);
        Decided?.Invoke(pod, decision);
        if (decision.Kind != DecisionKind.Placed)
        {
            // Its turn is over; only a live scheduler would keep the promise.
            return decision;
        }

        Status reserved = engine.Assume(pod, decision.Node, null, out string plugin);
        return reserved.IsSuccess ? decision : engine.ReserveFailed(decision, plugin, reserved);
    }

    private PodOutcome Outcome(PodInfo pod, Decision decision) => new(
        pod,
        decision.Kind,
        decision.Node,
        decision.Score,
        decision.Kind == DecisionKind.Placed ? "" : decision.Message,
        input.NodeBefore.GetValueOrDefault(pod.Key),
        decision.PostFilter?.Result is { NominatedNode: not null } preemption ? preemption : null);
}
