using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>No queue: a pod has its turn when it comes, and the meter sees <c>Gate</c>, <c>Decide</c> and <c>Assume</c> alone.</summary>
internal sealed class DirectDriver(string path, SchedulingEngine engine, Meter meter) : Driver(path, engine, meter)
{
    /// <inheritdoc/>
    public override void Set(Node node) => Cluster.UpdateNode(node);

    /// <inheritdoc/>
    public override void RemoveNode(string name) => Cluster.RemoveNode(name);

    /// <inheritdoc/>
    public override void Set<T>(ObjectTable<T> table, EventResource? resource, T value) => table.Set(value);

    /// <inheritdoc/>
    public override void Remove<T>(ObjectTable<T> table, EventResource? resource, string key) => table.Remove(key);

    /// <inheritdoc/>
    public override void Submit(Pod pod, CreatePods step, bool measured)
    {
        PodInfo info = Cluster.Prepare(pod);
        Decision decision = Turn(info, measured);
        if (step.Preempts && decision.PostFilter?.Result is { NominatedNode: { } node } result)
            decision = Turn(MakeRoom(info, node, result), measured);
        if (step.Expect is { } expected && decision.Kind != expected) throw Unexpected($"pod {info.Key}: expected {expected}, got {decision.Kind}: {decision.Message}");
    }

    /// <inheritdoc/>
    public override void Update(Pod pod)
    {
        if (Cluster.FindPod(pod.Metadata.Key) is { Row: >= 0 } known)
            Cluster.SetPod(pod with { Spec = pod.Spec with { NodeName = Cluster.Nodes.Name(known.Row) } });
    }

    /// <inheritdoc/>
    public override void Leave(string key)
    {
        if (Cluster.RemovePod(key) is not null) OnNodes--;
    }

    /// <inheritdoc/>
    public override void Pass(TimeSpan time)
    {
    }

    /// <inheritdoc/>
    public override void Settle(bool isBarrier)
    {
    }

    private Decision Turn(PodInfo pod, bool measured)
    {
        if (Check is not null && Engine.Gate(pod) is null) Check.Before(pod);
        if (measured) Meter.Start();
        Decision decision = Engine.Gate(pod) ?? Engine.Decide(pod);
        if (decision.Kind == DecisionKind.Placed)
        {
            Status reserved = Engine.Assume(pod, decision.Node, null, out string plugin);
            if (!reserved.IsSuccess) decision = Engine.ReserveFailed(decision, plugin, reserved);
        }

        if (measured) Meter.Stop(isTurn: true);
        if (decision.Kind == DecisionKind.Placed) OnNodes++;
        Hash.Add(decision);
        return decision;
    }

    /// <summary>The victims go at once, and the pod comes again with the node it was promised.</summary>
    private PodInfo MakeRoom(PodInfo pod, string node, PostFilterResult result)
    {
        foreach (PodInfo victim in result.Victims) Leave(victim.Key);
        Preempted += result.Victims.Length;
        return Cluster.Prepare(pod.Pod with { Status = pod.Pod.Status with { NominatedNodeName = node } });
    }
}
