namespace Scheduler.Bench.Micro.NodeName;

/// <summary>One node by its name.</summary>
public class NodeNameBench : FilterBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodeName";

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"nodeName":"node-7","containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;
}
