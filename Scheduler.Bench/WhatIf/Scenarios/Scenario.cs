using Scheduler.Bench.WhatIf.Edits;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>Something that might happen to a cluster.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Edits">What changes, in order.</param>
public sealed record Scenario(string Name, Edit[] Edits)
{
    /// <summary>Another <c>KubeSchedulerConfiguration</c> file; null for the one of the run.</summary>
    public string? Config { get; init; }

    /// <summary>Assemblies with more plugins.</summary>
    public string[] Plugins { get; init; } = [];

    /// <summary>What the edits make of a dump.</summary>
    /// <exception cref="Output.InputException">An edit cannot be done.</exception>
    public SnapshotDraft Draft(Snapshot snapshot)
    {
        SnapshotDraft draft = new(snapshot);
        foreach (Edit edit in Edits) edit.Apply(draft);
        return draft;
    }
}
