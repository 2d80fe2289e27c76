namespace Scheduler.Core.Cycle;

/// <summary>Which implementation of the plugins answers.</summary>
public enum EngineKind
{
    /// <summary>Node by node: the definition.</summary>
    Plain,

    /// <summary>Over columns.</summary>
    Vector,

    /// <summary>From answers that are kept per shape of pod and brought up to date, and over columns where nothing is kept.</summary>
    Incremental,
}

/// <summary>Everything that makes a run differ from another one, apart from the input.</summary>
public sealed record CycleOptions
{
    public EngineKind Engine { get; init; } = EngineKind.Incremental;

    /// <summary>Seed of the tie rule.</summary>
    public ulong Seed { get; init; }

    /// <summary>True: ties go to the smallest node name instead of the seeded ring.</summary>
    public bool TieBreakByName { get; init; }

    /// <summary>Threads that look at nodes; decisions do not depend on it.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// The share of nodes after which the search for feasible ones ends, where the profile does not say otherwise: 1 to 100, 0 for a share that shrinks
    /// with the cluster (docs/semantics.md 2.3). Null: all nodes are looked at, whatever profiles say.
    /// </summary>
    public int? PercentageOfNodesToScore { get; init; }

    /// <summary>True: placed pods keep rejection groups and their best nodes too.</summary>
    public bool KeepReasons { get; init; }

    /// <summary>How many of the best nodes are kept with their totals.</summary>
    public int TopNodes { get; init; } = 3;

    /// <summary>True: everything is worked out that an explanation shows (scores of a single feasible node, all preemption candidates).</summary>
    public bool Explain { get; init; }

    /// <summary>Which decisions are checked; only the incremental engine keeps what could be wrong.</summary>
    public CheckRate Check { get; init; }

    /// <summary>The share of all time that checks may take, 0 to 1: a check that is due while they have taken more is left out.</summary>
    public double CheckShareMax { get; init; } = 1;

    /// <summary>Times the extension points; null: nobody wants to know.</summary>
    public PointMeter? Meter { get; init; }

    /// <summary>Told of a decision that differs from the plain one, before anything else is decided; the plain one is taken.</summary>
    public Action<CheckDifference>? CheckFailed { get; init; }

    /// <summary>
    /// Answers are kept for a shape of pod from its how-manieth pod on: keeping them for a shape that never comes again costs more than it saves.
    /// <see cref="int.MaxValue"/>: nothing is kept.
    /// </summary>
    public int KeepShapesFrom { get; init; } = 2;

    /// <summary>Bound of the memory that kept answers take, in bytes; those used least recently go first.</summary>
    public long KeptBytesMax { get; init; } = 128L << 20;

    /// <summary>The tie rule.</summary>
    public TieBreak MakeTieBreak() => TieBreakByName ? new SmallestName() : new SeededRing(Seed);
}
