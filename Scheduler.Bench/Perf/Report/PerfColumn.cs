using System.Globalization;

namespace Scheduler.Bench.Perf.Report;

/// <summary>A column of the report for people: the same in the terminal and in Markdown.</summary>
internal sealed record PerfColumn(string Title, bool IsNumber, Func<PerfRow, string> Text)
{
    /// <summary>The columns; those of a comparison only where there is one.</summary>
    public static PerfColumn[] Of(PerfOptions options)
    {
        PerfColumn[] columns =
        [
            new("workload", false, row => $"{row.Workload.Case}/{row.Workload.Name}"),
            new("nodes", true, row => Number(row.Workload.Nodes, 0)),
            new("pods", true, row => Number(row.Workload.MeasuredPods, 0)),
            new("pods/s", true, row => Number(row.Engine.MedianPodsPerSecond, 0)),
            new("pods/cpu-s", true, row => Number(row.Engine.MedianPodsPerCpuSecond, 0)),
            new("p50 µs", true, row => Number(row.Engine.DecisionNs(0.5) / 1000, 1)),
            new("p99 µs", true, row => Number(row.Engine.DecisionNs(0.99) / 1000, 1)),
            new("max µs", true, row => Number(row.Engine.DecisionNs(1) / 1000, 1)),
            new("B/decision", true, row => Number(row.Engine.BytesPerDecision, 0)),
            new("RSS MB", true, row => Number(row.Engine.WorkingSetBytes / 1e6, 0)),
            new("decisions", false, row => row.Engine.DecisionHash[..12]),
        ];
        if (options.Versus is null) return columns;
        return
        [
            .. columns,
            new($"{options.Versus} pods/s", true, row => Number(row.Versus!.MedianPodsPerSecond, 0)),
            new("ratio [95 %]", true, row => $"{Number(row.Ratio!.Value.Estimate, 2)} [{Number(row.Ratio.Value.Low, 2)}, {Number(row.Ratio.Value.High, 2)}]"),
        ];
    }

    private static string Number(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
