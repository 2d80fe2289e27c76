using MathNet.Numerics.Statistics;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Perf.Report;

/// <summary>All rounds of one workload with one engine. Rounds of equal input have equal decisions.</summary>
public sealed class Measurement
{
    private readonly double[] decisionNs;

    /// <exception cref="UnexpectedDecisionException">The rounds do not agree in their decisions.</exception>
    public Measurement(Workload workload, IReadOnlyList<RunResult> rounds)
    {
        Rounds = rounds;
        if (rounds.Select(round => round.DecisionHash).Distinct().Count() != 1)
            throw new UnexpectedDecisionException($"{workload.Path}: equal rounds made different decisions");
        decisionNs = [.. rounds.SelectMany(round => round.DecisionNs).Order()];
    }

    public IReadOnlyList<RunResult> Rounds { get; }

    /// <summary>One rate a round, in the order of the rounds.</summary>
    public double[] PodsPerSecond => [.. Rounds.Select(round => round.PodsPerSecond)];

    /// <summary>Median of the rounds.</summary>
    public double MedianPodsPerSecond => PodsPerSecond.Median();

    /// <summary>Median of the rounds; pods over processor time.</summary>
    public double MedianPodsPerCpuSecond => Rounds.Select(round => round.PodsPerCpuSecond).Median();

    /// <summary>What the engine did in a round: the same in each.</summary>
    public WorkCounters Work => Rounds[0].Work;

    /// <summary>Nanoseconds below which this share (0 to 1) of the decisions of all rounds stay.</summary>
    public double DecisionNs(double share) => decisionNs.Length == 0 ? 0 : decisionNs[Math.Min(decisionNs.Length - 1, (int)(share * decisionNs.Length))];

    /// <summary>Of the last round: what is allocated once has been by then.</summary>
    public double BytesPerDecision => Rounds[^1].BytesPerDecision;

    public long WorkingSetBytes => Rounds.Max(round => round.WorkingSetBytes);

    public string DecisionHash => Rounds[0].DecisionHash;

    public int Preempted => Rounds[0].Preempted;

    /// <summary>How much faster this is than another measurement whose rounds alternated with these: medians of pods a second, 95 % confidence.</summary>
    public Interval RatioTo(Measurement other, ulong seed) => Bootstrap.PairedRatioOfMedians(PodsPerSecond, other.PodsPerSecond, 0.95, seed);
}

/// <summary>A workload with what was measured.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Engine">Measured with the engine that was asked for.</param>
/// <param name="Versus">Measured with the other one; null where none was asked for.</param>
/// <param name="Ratio">Engine over versus, in pods a second; null with it.</param>
/// <param name="MannWhitney">The chance of rates that differ as much where the engines do not; null with it.</param>
public sealed record PerfRow(Workload Workload, Measurement Engine, Measurement? Versus, Interval? Ratio, double? MannWhitney);
