using Scheduler.Core.Objects;

namespace Scheduler.Bench.Micro.NodeUnschedulable;

/// <summary>Every other node is cordoned.</summary>
public class NodeUnschedulableBench : FilterBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodeUnschedulable";

    private protected override Node Adjust(Node node, int i) => node with { Unschedulable = i % 2 == 0 };
}
