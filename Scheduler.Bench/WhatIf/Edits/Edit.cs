namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>One thing that a scenario changes. Edits apply in order, each to what the ones before it left.</summary>
public abstract record Edit
{
    /// <summary>In words: <c>drain of compute-001</c>.</summary>
    public abstract string Title { get; }

    /// <summary>Writes the change.</summary>
    /// <exception cref="Output.InputException">It names something that is not there, or cannot be done.</exception>
    public abstract void Apply(SnapshotDraft draft);
}
