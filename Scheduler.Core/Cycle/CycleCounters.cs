namespace Scheduler.Core.Cycle;

/// <summary>What the layers of an engine did, counted. Exact and the same in every run with the same input.</summary>
public sealed record CycleCounters
{
    /// <summary>Cycles run.</summary>
    public long Decisions { get; set; }

    /// <summary>Decisions that chose among groups of kept answers: no node was looked at one by one.</summary>
    public long FromGroups { get; set; }

    /// <summary>Decisions that began from kept answers and asked the remaining plugins about all nodes that were left.</summary>
    public long FromColumns { get; set; }

    /// <summary>"No node fits" said from memory.</summary>
    public long ReusedAnswers { get; set; }

    /// <summary>Rows of which columns were read in full passes.</summary>
    public long RowsVisited { get; set; }

    /// <summary>Rows that were asked again because they had moved.</summary>
    public long RowsReplayed { get; set; }

    /// <summary>Kept answers that were worked out for all rows.</summary>
    public long Rebuilds { get; set; }

    /// <summary>Groupings that were made from all rows.</summary>
    public long GroupRebuilds { get; set; }

    /// <summary>Shapes for which nothing is kept any more, because a plugin broke a promise or failed.</summary>
    public long Quarantines { get; set; }

    /// <summary>Decisions that were worked out the plain way too, and compared.</summary>
    public long Checked { get; set; }

    /// <summary>Decisions in which the plain way came to something else; its result was taken.</summary>
    public long Mismatches { get; set; }

    /// <summary>Both together.</summary>
    public static CycleCounters operator +(CycleCounters a, CycleCounters b) => new()
    {
        Decisions = a.Decisions + b.Decisions,
        FromGroups = a.FromGroups + b.FromGroups,
        FromColumns = a.FromColumns + b.FromColumns,
        ReusedAnswers = a.ReusedAnswers + b.ReusedAnswers,
        RowsVisited = a.RowsVisited + b.RowsVisited,
        RowsReplayed = a.RowsReplayed + b.RowsReplayed,
        Rebuilds = a.Rebuilds + b.Rebuilds,
        GroupRebuilds = a.GroupRebuilds + b.GroupRebuilds,
        Quarantines = a.Quarantines + b.Quarantines,
        Checked = a.Checked + b.Checked,
        Mismatches = a.Mismatches + b.Mismatches,
    };
}
