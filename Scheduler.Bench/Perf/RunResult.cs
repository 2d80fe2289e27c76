namespace Scheduler.Bench.Perf;

/// <summary>What playing a workload once came to.</summary>
/// <param name="Pods">Measured pods.</param>
/// <param name="DecisionNs">Nanoseconds of each measured decision, in order: deciding and assuming. A pod that preempts has two.</param>
/// <param name="BytesPerDecision">Bytes allocated on the deciding thread, a measured decision.</param>
/// <param name="WorkingSetBytes">Memory of the process at the end.</param>
/// <param name="Preempted">Pods that had to go.</param>
/// <param name="Decisions">All decisions, unmeasured ones included: what the hash is of.</param>
/// <param name="DecisionHash">The hash of all decisions.</param>
public sealed record RunResult(
    int Pods, double[] DecisionNs, double BytesPerDecision, long WorkingSetBytes, int Preempted, long Decisions, string DecisionHash)
{
    /// <summary>Measured pods over the time of their decisions.</summary>
    public double PodsPerSecond => DecisionNs.Length == 0 ? 0 : Pods / (DecisionNs.Sum() / 1e9);
}
