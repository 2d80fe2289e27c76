using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Replay;

/// <summary>A finished replay.</summary>
public sealed record ReplayResult(ReplayInput Input, IReadOnlyList<PodOutcome> Pods, string DecisionHash, TimeSpan Elapsed)
{
    public int Placed => Pods.Count(pod => pod.Kind == DecisionKind.Placed);

    /// <summary>Pods without a node, gated ones and errors included; pods that get no turn at all are not counted.</summary>
    public int Pending => Pods.Count(pod => pod.Kind is not (DecisionKind.Placed or DecisionKind.Skipped));

    public int Skipped => Pods.Count(pod => pod.Kind == DecisionKind.Skipped);

    /// <summary>Decisions per second of deciding and assuming.</summary>
    public double PodsPerSecond => Elapsed > TimeSpan.Zero ? Pods.Count / Elapsed.TotalSeconds : 0;
}
