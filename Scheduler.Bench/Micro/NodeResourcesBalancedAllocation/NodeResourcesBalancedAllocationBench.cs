namespace Scheduler.Bench.Micro.NodeResourcesBalancedAllocation;

/// <summary>Cpu against memory.</summary>
public class NodeResourcesBalancedAllocationBench : ScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodeResourcesBalancedAllocation";
}
