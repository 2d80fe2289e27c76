using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Gate.Measuring;

namespace Scheduler.Bench.Gate;

/// <summary>What a gate found.</summary>
/// <param name="BaseTitle">What base is.</param>
/// <param name="HeadTitle">What head is.</param>
/// <param name="Exact">What is exact, in the order of workloads.</param>
/// <param name="Times">Times by workload; empty where they were not judged.</param>
/// <param name="Head">Head's first measurement of each workload.</param>
/// <param name="Thresholds">What was allowed.</param>
public sealed record GateResult(
    string BaseTitle, string HeadTitle, IReadOnlyList<ExactCheck> Exact, IReadOnlyList<(string Workload, TimeRecord Record)> Times, IReadOnlyList<(string Workload, Measured Measured)> Head, Thresholds Thresholds)
{
    /// <summary>Fail where anything fails, inconclusive where a time is, else pass.</summary>
    public Verdict Verdict => Exact.Select(check => check.Verdict).Concat(Times.Select(time => time.Record.Verdict)).DefaultIfEmpty(Verdict.Pass).Max();
}
