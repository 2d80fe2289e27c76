namespace Scheduler.Bench.Micro.NodePorts;

/// <summary>Two ports, of which one is taken everywhere.</summary>
public class NodePortsBench : FilterBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodePorts";

    /// <inheritdoc/>
    protected override string Placed => """
        {"spec":{"containers":[{"name":"app","image":"app:v1","ports":[{"containerPort":80,"hostPort":8081}]}]}}
        """;

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"containers":[{"name":"app","image":"app:v1","ports":[{"containerPort":80,"hostPort":8081},{"containerPort":81,"hostPort":9090}]}]}}
        """;
}
