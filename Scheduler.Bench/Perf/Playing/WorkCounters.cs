using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>What an engine did, by the name of the counter, in a stated order. Exact: the same on every machine.</summary>
public sealed record WorkCounters(IReadOnlyList<KeyValuePair<string, long>> Items)
{
    /// <summary>Nothing was counted.</summary>
    public static readonly WorkCounters None = new([]);

    /// <summary>What the engine has counted so far.</summary>
    public static WorkCounters Of(SchedulingEngine engine)
    {
        CycleCounters counters = engine.Counters;
        return new(
        [
            new("rowsVisited", counters.RowsVisited),
            new("rowsReplayed", counters.RowsReplayed),
            new("fromGroups", counters.FromGroups),
            new("fromColumns", counters.FromColumns),
            new("reusedAnswers", counters.ReusedAnswers),
            new("rebuilds", counters.Rebuilds),
            new("groupRebuilds", counters.GroupRebuilds),
            new("quarantines", counters.Quarantines),
        ]);
    }

    /// <summary>These and what came between two looks at one engine.</summary>
    public WorkCounters Plus(WorkCounters before, WorkCounters after) => new(
    [
        .. after.Items.Select((later, i) => KeyValuePair.Create(later.Key, later.Value - before.Items[i].Value + (Items.Count > 0 ? Items[i].Value : 0))),
    ]);
}
