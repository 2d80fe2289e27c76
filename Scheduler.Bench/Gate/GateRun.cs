using System.Diagnostics;
using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Gate.Measuring;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Gate;

/// <summary>Measures both sides: once for what is exact, at several sizes for how costs grow, then side by side for time.</summary>
internal sealed class GateRun(GateOptions options, Thresholds thresholds, Subject[] subjects, Side? basis, Baseline? baseline, Side head) : ITimeSource
{
    /// <summary>Sizes at which growth is looked at: a fit needs three, and a factor of four between the ends tells linear from quadratic.</summary>
    private static readonly double[] Sizes = [0.25, 0.5, 1];

    /// <summary>How often growth must fail, each time measured afresh: a single disturbed size bends a fit.</summary>
    private const int GrowthLooks = 3;

    private readonly long start = Stopwatch.GetTimestamp();

    public GateResult Run()
    {
        List<ExactCheck> exact = [];
        List<(string, Measured)> measured = [];
        foreach (Subject subject in subjects)
        {
            Say($"{subject.Name}: what is exact");
            Measured own = head.Measure(subject, options.Scale, options.Rounds);
            measured.Add((subject.Name, own));
            Measured before = baseline?.Of(subject.Name) ?? basis!.Measure(subject, options.Scale, options.Rounds);
            exact.AddRange(ExactCheck.Compare(subject.Name, before, own, thresholds));
            if (subject.Workload is not null && basis is not null) exact.AddRange(Growth(subject));
        }

        string title = baseline is null ? basis!.Title : $"baseline {options.Baseline}";
        bool timed = !options.ExactOnly && basis is not null;
        return new(title, head.Title, exact, timed ? [.. subjects.Select(subject => subject.Name).Zip(Time())] : [], measured, thresholds);
    }

    /// <inheritdoc/>
    public (double Base1, double Head1, double Head2, double Base2) Next(int workload)
    {
        return (Log(basis!), Log(head), Log(head), Log(basis!));

        double Log(Side side) => Math.Log(side.Measure(subjects[workload], options.Scale, options.Rounds).NsPerPod);
    }

    private ExactCheck[] Growth(Subject subject)
    {
        ExactCheck[] checks = [];
        for (int look = 1; look <= GrowthLooks; look++)
        {
            Say($"{subject.Name}: how costs grow{(look > 1 ? ", measured afresh" : "")}");
            checks = [.. GrowthOnce(subject)];
            if (checks.All(check => check.Verdict != Verdict.Fail)) break;
        }

        return checks;
    }

    private IEnumerable<ExactCheck> GrowthOnce(Subject subject)
    {
        List<Measured> before = [], after = [];
        foreach (double size in Sizes)
        {
            before.Add(Fastest(basis!, subject, size));
            after.Add(Fastest(head, subject, size));
        }

        return before.Select(one => one.Nodes).Distinct().Count() == Sizes.Length && before.Concat(after).All(one => one.NsPerPod > 0)
            ? ExactCheck.CompareGrowth(subject.Name, before, after, thresholds)
            : [];
    }

    /// <summary>Others can only slow a run down, so the fastest says most.</summary>
    private Measured Fastest(Side side, Subject subject, double size) =>
        Enumerable.Range(0, options.GrowthRuns).Select(_ => side.Measure(subject, options.Scale * size, options.Rounds)).MinBy(one => one.NsPerPod)!;

    private TimeRecord[] Time()
    {
        using ProgressLine progress = new("time: blocks of four runs", thresholds.PairsMax / 2 * subjects.Length);
        int blocks = 0;
        return new TimeTrial(this, subjects.Length, thresholds)
        {
            Progress = () => progress.Report(++blocks),
            IsSpent = () => Stopwatch.GetElapsedTime(start).TotalMinutes >= options.BudgetMinutes,
        }.Run();
    }

    private static void Say(string what) => Console.Error.WriteLine(what);
}
