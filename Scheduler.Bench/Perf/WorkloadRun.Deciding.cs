using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf;

/// <content>One pod's turn, and what is asserted of it.</content>
public sealed partial class WorkloadRun
{
    private int onNodes;

    private void Decide(PodInfo pod, CreatePods step)
    {
        Decision decision = Turn(pod, step.Measured);
        if (step.Preempts && decision.PostFilter?.Result is { NominatedNode: { } node } result)
            decision = Turn(MakeRoom(pod, node, result), step.Measured);
        if (decision.Kind != step.Expect)
            throw new UnexpectedDecisionException($"{workload.Path}: pod {pod.Key}: expected {step.Expect}, got {decision.Kind}: {decision.Message}");
    }

    /// <summary>Decides, and assumes what was decided; the meter sees exactly these two.</summary>
    private Decision Turn(PodInfo pod, bool measured)
    {
        if (measured) meter.Start();
        Decision decision = engine.Gate(pod) ?? engine.Decide(pod);
        if (decision.Kind == DecisionKind.Placed)
        {
            Status reserved = engine.Assume(pod, decision.Node, null, out string plugin);
            if (!reserved.IsSuccess) decision = engine.ReserveFailed(decision, plugin, reserved);
        }

        if (measured) meter.Stop();
        if (decision.Kind == DecisionKind.Placed) onNodes++;
        hash.Add(decision);
        return decision;
    }

    /// <summary>The victims go at once, and the pod comes again with the node it was promised.</summary>
    private PodInfo MakeRoom(PodInfo pod, string node, PostFilterResult result)
    {
        foreach (PodInfo victim in result.Victims) Leave(victim.Key);
        preempted += result.Victims.Length;
        return cluster.Prepare(pod.Pod with { Status = pod.Pod.Status with { NominatedNodeName = node } });
    }

    private void Leave(string key)
    {
        if (cluster.RemovePod(key) is not null) onNodes--;
    }

    /// <summary>Churn and departures come between measured decisions, outside of what the meter sees.</summary>
    private void Disturb()
    {
        foreach (Churner churner in churners)
        {
            if (!churner.IsDue()) continue;
            if (churner.Present) Withdraw(churner.Step);
            else Bring(churner.Step);
            churner.Present = !churner.Present;
        }

        foreach (Leaving some in leaving)
            if (some.IsDue() && some.Keys.TryDequeue(out string? key)) Leave(key);
    }

    private void Bring(Churn churn)
    {
        if (churn.Node is { } node)
        {
            StringMap labels = node.Metadata.Labels.With("kubernetes.io/hostname", "churn-node");
            cluster.AddNode(node with { Metadata = node.Metadata with { Name = "churn-node", Uid = "churn-node", Labels = labels } });
        }

        if (churn.Service is { } service) cluster.Services.Set(service with { Metadata = service.Metadata with { Name = "churn-service" } });
        if (churn.Pod is { } pod) Turn(cluster.Prepare(Named(pod, "default", "churn-pod")), measured: false);
    }

    private void Withdraw(Churn churn)
    {
        if (churn.Pod is not null) Leave("default/churn-pod");
        if (churn.Service is { } service) cluster.Services.Remove((service with { Metadata = service.Metadata with { Name = "churn-service" } }).Metadata.Key);
        if (churn.Node is not null) cluster.RemoveNode("churn-node");
    }

    private void Check()
    {
        int found = cluster.Pods.Count + cluster.PodsAsideCount;
        if (found != onNodes) throw new UnexpectedDecisionException($"{workload.Path}: barrier: {found} pods are on nodes, {onNodes} were placed and did not leave");
    }

    /// <summary>Something that happens every so many measured decisions.</summary>
    private class Rhythm(int every)
    {
        private int decisions;

        public bool IsDue() => ++decisions % every == 0;
    }

    private sealed class Churner(Churn step) : Rhythm(step.Every)
    {
        public Churn Step { get; } = step;

        public bool Present { get; set; }
    }

    private sealed class Leaving(int every, Queue<string> keys) : Rhythm(every)
    {
        public Queue<string> Keys { get; } = keys;
    }
}

/// <summary>A workload did not go as its file says: its numbers mean nothing.</summary>
public sealed class UnexpectedDecisionException(string message) : Exception(message);
