namespace Scheduler.Bench.Micro.NoOp;

/// <summary>What the framework itself costs.</summary>
public class NoOpBench : FilterAndScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NoOp";
}
