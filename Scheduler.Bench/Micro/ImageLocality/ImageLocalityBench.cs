namespace Scheduler.Bench.Micro.ImageLocality;

/// <summary>An image that a tenth of the nodes have.</summary>
public class ImageLocalityBench : ScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "ImageLocality";

    /// <inheritdoc/>
    protected override string Node => """
        {"status":{"images":[{"names":["app-{{i%10}}:v1"],"sizeBytes":500000000}],"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"},"capacity":{"cpu":"16","memory":"64Gi","pods":"110"}}}
        """;

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"containers":[{"name":"app","image":"app-3:v1"}]}}
        """;
}
