namespace Scheduler.Bench.Perf.Playing;

/// <summary>What playing a workload once came to.</summary>
/// <param name="Pods">Measured pods.</param>
/// <param name="DecisionNs">Nanoseconds of each measured turn, in order. A pod that preempts or is woken has several.</param>
public sealed record RunResult(int Pods, double[] DecisionNs)
{
    /// <summary>Nanoseconds of all that was measured: the turns, and with a queue also what the scheduler was told meanwhile.</summary>
    public double SpentNs { get; init; }

    /// <summary>The share of that time that the process had a processor; 1 on an idle machine.</summary>
    public double CpuShare { get; init; } = 1;

    /// <summary>Bytes allocated on the deciding thread, a measured turn.</summary>
    public double BytesPerDecision { get; init; }

    /// <summary>The same over the second half of the turns alone.</summary>
    public double SteadyBytesPerDecision { get; init; }

    /// <summary>Memory of the process at the end.</summary>
    public long WorkingSetBytes { get; init; }

    /// <summary>Pods that had to go.</summary>
    public int Preempted { get; init; }

    /// <summary>All decisions, unmeasured ones included: what the hash is of.</summary>
    public long Decisions { get; init; }

    /// <summary>The hash of all decisions.</summary>
    public string DecisionHash { get; init; } = "";

    /// <summary>Decisions that were also made by the plain engine, and found equal.</summary>
    public long Checked { get; init; }

    /// <summary>What the engine did for the measured pods.</summary>
    public WorkCounters Work { get; init; } = WorkCounters.None;

    /// <summary>Measured pods over the time spent on them.</summary>
    public double PodsPerSecond => SpentNs > 0 ? Pods / (SpentNs / 1e9) : 0;

    /// <summary>Measured pods over processor time: hardly moves when others want the machine too.</summary>
    public double PodsPerCpuSecond => PodsPerSecond / CpuShare;
}
