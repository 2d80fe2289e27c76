namespace Scheduler.Bench.Perf.Playing;

/// <summary>A workload did not go as its file says: its numbers mean nothing.</summary>
public sealed class UnexpectedDecisionException(string message) : Exception(message);
