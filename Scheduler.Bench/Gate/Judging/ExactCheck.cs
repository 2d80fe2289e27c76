using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Output;
using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Gate.Judging;

/// <summary>Something exact that was compared.</summary>
/// <param name="Workload">Of which workload.</param>
/// <param name="What"><c>decisions</c>, <c>bytes</c>, <c>work NAME</c>, <c>exponent of …</c>.</param>
/// <param name="Verdict">Pass or fail; nothing in between.</param>
/// <param name="Base">What base has.</param>
/// <param name="Head">What head has.</param>
/// <param name="Limit">What head may have.</param>
public sealed record ExactCheck(string Workload, string What, Verdict Verdict, string Base, string Head, string Limit)
{
    /// <summary>Compares two measurements of the same workload.</summary>
    public static IEnumerable<ExactCheck> Compare(string workload, Measured basis, Measured head, Thresholds thresholds)
    {
        bool same = basis.DecisionHash == head.DecisionHash;
        yield return new(workload, "decisions", same || !thresholds.SameDecisions ? Verdict.Pass : Verdict.Fail, basis.DecisionHash[..12], head.DecisionHash[..12], thresholds.SameDecisions ? "the same" : "any");
        double bytes = Math.Max(basis.BytesPerDecision * (1 + (thresholds.BytesPercent / 100)), basis.BytesPerDecision + thresholds.BytesAbsolute);
        yield return Amount("bytes a decision", basis.BytesPerDecision, head.BytesPerDecision, bytes);
        foreach ((string name, long before) in basis.Work)
        {
            // Answers that were found in memory are work that was saved.
            if (!head.Work.TryGetValue(name, out long after) || name.StartsWith("reused", StringComparison.Ordinal)) continue;
            yield return Amount($"work {name}", before, after, before * (1 + (thresholds.WorkPercent / 100)));
        }

        ExactCheck Amount(string what, double before, double after, double limit) =>
            new(workload, what, after <= limit ? Verdict.Pass : Verdict.Fail, Show.Number(before), Show.Number(after), $"≤ {Show.Number(limit)}");
    }

    /// <summary>Compares how costs grow with the number of nodes: of time, of bytes and of every counter.</summary>
    /// <param name="workload">Of which workload.</param>
    /// <param name="basis">Base by size.</param>
    /// <param name="head">Head by size, at the same sizes.</param>
    /// <param name="thresholds">By how much an exponent may grow.</param>
    public static IEnumerable<ExactCheck> CompareGrowth(string workload, IReadOnlyList<Measured> basis, IReadOnlyList<Measured> head, Thresholds thresholds)
    {
        yield return Exponent("time", measured => measured.NsPerPod);
        if (Grows(measured => measured.BytesPerDecision)) yield return Exponent("bytes", measured => Math.Max(1, measured.BytesPerDecision));
        foreach (string name in head[0].Work.Keys.Intersect(basis[0].Work.Keys))
            if (Grows(measured => measured.Work.GetValueOrDefault(name))) yield return Exponent($"work {name}", measured => Math.Max(1, measured.Work.GetValueOrDefault(name)));

        // Where there is next to nothing, its exponent means nothing.
        bool Grows(Func<Measured, double> of) => of(head[^1]) > of(head[0]) + thresholds.BytesAbsolute;

        ExactCheck Exponent(string what, Func<Measured, double> of)
        {
            double before = Fit(basis, of), after = Fit(head, of);
            return new(workload, $"exponent of {what}", after <= before + thresholds.Exponent ? Verdict.Pass : Verdict.Fail, Show.Number(before, 2), Show.Number(after, 2), $"≤ {Show.Number(before + thresholds.Exponent, 2)}");
        }

        static double Fit(IReadOnlyList<Measured> sizes, Func<Measured, double> of) =>
            PowerLaw.Fit([.. sizes.Select(measured => (double)measured.Nodes)], [.. sizes.Select(of)], 0.95).Exponent.Estimate;
    }
}
