using Scheduler.Core.Cycle;

namespace Scheduler.Host.Scheduling;

/// <summary>How a live scheduler meets its cluster.</summary>
public sealed record LiveOptions
{
    /// <summary>Bindings that are on their way to the server at one time. Decisions wait while twice as many have not come back.</summary>
    public int BindsInFlightMax { get; init; } = 64;

    /// <summary>Changes that may wait for the decision thread before watches wait.</summary>
    public int ChangesWaitingMax { get; init; } = 8192;

    /// <summary>Pods whose condition is still to be written; what comes beyond is not written before the next attempt.</summary>
    public int StatusesWaitingMax { get; init; } = 200_000;

    /// <summary>Events that are still to be written; the oldest beyond are dropped.</summary>
    public int EventsWaitingMax { get; init; } = 20_000;

    /// <summary>Conditions and events that are written at one time, each.</summary>
    public int ReportsInFlightMax { get; init; } = 4;

    /// <summary>A bound pod that the watch has not shown for so long is asked for.</summary>
    public TimeSpan AssumedPodCheck { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long bindings on their way are waited for at the end.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True: the last decisions are kept for whoever asks.</summary>
    public bool KeepsDecisions { get; init; }

    /// <summary>True: decisions that found a node keep why nodes were rejected and which were the best. The others always keep why.</summary>
    public bool KeepsReasons { get; init; }

    /// <summary>Every decision works out all that <see cref="LiveScheduler.Decided"/> may ask of it: scores one by one, also where their sum is known.</summary>
    public bool Explains { get; init; }

    /// <summary>Which decisions are worked out the plain way too; where they differ the plain one is taken and a report is written.</summary>
    public CheckRate Check { get; init; }

    /// <summary>The share of all time that these checks may take, 0 to 1.</summary>
    public double CheckShareMax { get; init; } = 1;

    /// <summary>The folder of their reports.</summary>
    public string CheckReports { get; init; } = Path.GetTempPath();

    /// <summary>True: decides and reports, writes nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Who writes, as events name it beside the scheduler's name: the host.</summary>
    public string Instance { get; init; } = Environment.MachineName;
}
