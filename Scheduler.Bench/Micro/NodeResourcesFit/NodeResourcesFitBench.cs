namespace Scheduler.Bench.Micro.NodeResourcesFit;

/// <summary>Cpu, memory and places; some of the nodes have too little cpu left.</summary>
public class NodeResourcesFitBench : FilterAndScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodeResourcesFit";

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"15900m","memory":"500Mi"}}}]}}
        """;
}
