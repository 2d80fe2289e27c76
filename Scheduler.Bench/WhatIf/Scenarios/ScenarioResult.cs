using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>What a scenario comes to, with one seed and order.</summary>
public sealed record ScenarioResult
{
    public required Scenario Scenario { get; init; }

    /// <summary>The turns that the pods had, in order.</summary>
    public required ReplayResult Replay { get; init; }

    /// <summary>Pods that end up in another place, in key order.</summary>
    public required IReadOnlyList<PodChange> Changes { get; init; }

    /// <summary>Pods that had to leave their nodes.</summary>
    public required IReadOnlyList<Departure> Departures { get; init; }

    /// <summary>Pods that a drain left where they are, each with the budget that holds it.</summary>
    public required IReadOnlyList<(string Pod, string Budget)> Held { get; init; }

    public required IReadOnlyList<BudgetUse> Budgets { get; init; }

    public required IReadOnlyList<UtilizationRow> Before { get; init; }

    public required IReadOnlyList<UtilizationRow> After { get; init; }

    /// <summary>What it took to begin the branch and write the changes.</summary>
    public required TimeSpan Setup { get; init; }

    /// <summary>Pods that waited before and still do.</summary>
    public required int StillPending { get; init; }

    public int Count(ChangeKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>Pods that had to leave and have an owner that makes another one.</summary>
    public int Evicted => Departures.Count(gone => gone.Fate == Fate.Returns);

    /// <summary>Pods that had to leave and that nobody makes again.</summary>
    public int Lost => Departures.Count(gone => gone.Fate == Fate.Lost);
}
