using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Gate.Judging;

/// <summary>Judges logarithms of times: by how much head is slower than base, and whether that is sure.</summary>
/// <remarks>
/// Fail: head is slower by more than the margin (Hodges–Lehmann), and slower at all beyond doubt (Mann–Whitney, Holm over workloads). Pass: slower by the
/// margin or more is ruled out (the upper of the two one-sided tests of TOST). Else more runs are needed. A failure counts only after fresh runs say it again.
/// </remarks>
public static class TimeJudge
{
    /// <summary>The doubt that a pass leaves, and a confirmation.</summary>
    public const double PassAlpha = 0.05;

    /// <summary>The chance of runs like these where head is not slower.</summary>
    public static double SlowerP(IReadOnlyList<double> head, IReadOnlyList<double> basis) => RankTests.MannWhitneyGreater(head, basis);

    /// <summary>The chance of runs like these where head is slower by the margin or more.</summary>
    public static double WithinMarginP(IReadOnlyList<double> head, IReadOnlyList<double> basis, Thresholds thresholds) =>
        RankTests.MannWhitneyGreater([.. basis.Select(value => value + thresholds.LogMargin)], head);

    /// <summary>The slow-down as a factor, with 95 % bounds: 1.05 is 5 % slower.</summary>
    public static Interval Factor(IReadOnlyList<double> head, IReadOnlyList<double> basis) => HodgesLehmann.Shift(head, basis, 0.95).Through(Math.Exp);

    /// <summary>The verdict so far.</summary>
    /// <param name="head">Logarithms of head's times.</param>
    /// <param name="basis">Those of base.</param>
    /// <param name="adjustedP"><see cref="SlowerP"/> after Holm's correction.</param>
    /// <param name="alpha">What it must stay below for a failure.</param>
    /// <param name="thresholds">The margin.</param>
    public static Verdict Judge(IReadOnlyList<double> head, IReadOnlyList<double> basis, double adjustedP, double alpha, Thresholds thresholds)
    {
        if (adjustedP < alpha && HodgesLehmann.Shift(head, basis) > thresholds.LogMargin) return Verdict.Fail;
        return WithinMarginP(head, basis, thresholds) < PassAlpha ? Verdict.Pass : Verdict.Inconclusive;
    }
}
