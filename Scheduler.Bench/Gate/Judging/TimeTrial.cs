using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Gate.Judging;

/// <summary>Where times come from: processes, or a pool of earlier ones.</summary>
public interface ITimeSource
{
    /// <summary>Two runs of base and two of head of one workload, side by side (base, head, head, base); logarithms of nanoseconds.</summary>
    (double Base1, double Head1, double Head2, double Base2) Next(int workload);
}

/// <summary>What is known of one workload's time.</summary>
public sealed class TimeRecord
{
    public List<double> Base { get; } = [];

    public List<double> Head { get; } = [];

    public Verdict Verdict { get; set; } = Verdict.Inconclusive;

    /// <summary>Of the last look, corrected for the number of workloads.</summary>
    public double SlowerP { get; set; } = 1;

    /// <summary>Runs that confirmed or refuted a failure; not among the others.</summary>
    public int ConfirmingRuns { get; set; }
}

/// <summary>Takes runs of several workloads until each is judged or the budget is spent.</summary>
public sealed class TimeTrial(ITimeSource source, int workloads, Thresholds thresholds)
{
    /// <summary>Called after each block of runs.</summary>
    public Action? Progress { get; init; }

    /// <summary>True where there is no time for more runs.</summary>
    public Func<bool> IsSpent { get; init; } = () => false;

    public TimeRecord[] Run()
    {
        TimeRecord[] records = [.. Enumerable.Range(0, workloads).Select(_ => new TimeRecord())];
        HashSet<int> open = [.. Enumerable.Range(0, workloads)];
        while (open.Count > 0 && !IsSpent())
        {
            foreach (int i in open) Take(i, records[i].Base, records[i].Head);
            Judge(records, open);
            open.RemoveWhere(i => records[i].Verdict != Verdict.Inconclusive || records[i].Base.Count >= thresholds.PairsMax);
        }

        return records;
    }

    /// <summary>Every look corrects over all workloads, those that are decided too.</summary>
    private void Judge(TimeRecord[] records, HashSet<int> open)
    {
        double[] adjusted = Holm.Adjust([.. records.Select(record => record.Base.Count == 0 ? 1 : TimeJudge.SlowerP(record.Head, record.Base))]);
        foreach (int i in open)
        {
            TimeRecord record = records[i];
            record.SlowerP = adjusted[i];
            record.Verdict = TimeJudge.Judge(record.Head, record.Base, adjusted[i], thresholds.Alpha, thresholds);
            if (record.Verdict == Verdict.Fail && !IsConfirmed(i, record)) record.Verdict = Verdict.Inconclusive;
        }
    }

    private bool IsConfirmed(int workload, TimeRecord record)
    {
        List<double> basis = [], head = [];
        Take(workload, basis, head);
        record.ConfirmingRuns += basis.Count + head.Count;
        return TimeJudge.Judge(head, basis, TimeJudge.SlowerP(head, basis), TimeJudge.PassAlpha, thresholds) == Verdict.Fail;
    }

    private void Take(int workload, List<double> basis, List<double> head)
    {
        for (int taken = 0; taken < thresholds.PairsStep; taken += 2)
        {
            (double base1, double head1, double head2, double base2) = source.Next(workload);
            basis.AddRange([base1, base2]);
            head.AddRange([head1, head2]);
            Progress?.Invoke();
        }
    }
}
