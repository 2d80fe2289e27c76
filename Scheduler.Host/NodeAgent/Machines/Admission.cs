using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>Whether a node takes a pod that was bound to it: the checks that a kubelet repeats after the scheduler.</summary>
internal sealed class Admission(ResourceNames names)
{
    /// <summary>Null: it fits.</summary>
    public Refusal? Check(Machine machine, PodDemand demand)
    {
        if (machine.Node is not { } node) return null;
        return Affinity(node, demand.Spec) ?? Taints(node, demand.Spec) ?? Ports(machine, demand) ?? Amounts(machine, node, demand);
    }

    private static Refusal? Affinity(Node node, PodSpec spec)
    {
        var matches = spec.Affinity?.NodeAffinity?.Required is not { } required || new NodeSelectorMatcher(required).Matches(node.Metadata.Labels, node.Metadata.Name);
        if (spec.NodeSelector is { } selector)
            foreach (ref readonly var pair in selector.Pairs) matches &= node.Metadata.Labels[pair.Key] == pair.Value;
        return matches ? null : Predicate("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
    }

    private static Refusal? Taints(Node node, PodSpec spec)
    {
        foreach (var taint in node.Taints)
            if (taint.Effect == "NoExecute" && !spec.Tolerations.Any(one => TolerationSet.Tolerates(one, taint, comparison: false)))
                return Predicate("TaintToleration", "node(s) had taints that the pod didn't tolerate");
        return null;
    }

    private static Refusal? Ports(Machine machine, PodDemand demand)
    {
        foreach (var port in demand.Ports)
            if (machine.Pods.Values.Any(one => one.Ports.Any(taken => taken.ConflictsWith(port))))
                return Predicate("NodePorts", "node(s) didn't have free ports for the requested pod ports");
        return null;
    }

    private Refusal? Amounts(Machine machine, Node node, PodDemand demand)
    {
        if (node.Allocatable["pods"] is { } pods && machine.Pods.Count + 1 > pods.Value) return OutOf("pods", 1, machine.Pods.Count, pods.Value);
        foreach (var id in demand.Requests.Ids)
        {
            var requested = demand.Requests[id];
            if (requested == 0) continue;
            var allocatable = node.Allocatable[names[id]];
            if (allocatable is null && id >= ResourceNames.FirstScalar) continue; // A resource that the node does not know is nobody's to count.
            var capacity = allocatable is { } amount ? ResourceNames.Amount(id, amount) : 0;
            long used = 0;
            foreach (var other in machine.Pods.Values) used += other.Requests[id];
            if (used + requested > capacity) return OutOf(names[id], requested, used, capacity);
        }
        return null;
    }

    private static Refusal OutOf(string resource, long requested, long used, long capacity) =>
        new($"OutOf{resource}", $"Node didn't have enough resource: {resource}, requested: {requested}, used: {used}, capacity: {capacity}");

    private static Refusal Predicate(string name, string why) => new(name, $"Predicate {name} failed: {why}");
}
