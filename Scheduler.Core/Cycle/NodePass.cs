using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>How nodes are asked: one by one, or over columns. All passes give the same answers.</summary>
public abstract class NodePass(CycleState state, RowFilter rowFilter)
{
    private readonly NodeSet withNominated = new();

    protected CycleState State { get; } = state;

    protected RowFilter RowFilter { get; } = rowFilter;

    /// <summary>Filters the candidates into the feasible set and leaves a rejection for each of the others.</summary>
    public void Filter()
    {
        NodeSet feasible = State.Feasible;
        feasible.CopyFrom(State.Candidates);
        bool anyNominated = SplitNominated(feasible);
        FilterRows(feasible);
        if (!anyNominated) return;
        foreach (int row in withNominated)
        {
            Verdict verdict = RowFilter.RunWithNominated(State.Pod, row, out int plugin);
            if (verdict.IsPass) feasible.Add(row);
            else State.Rejections.Set(row, plugin, verdict);
        }
    }

    /// <summary>Writes the raw scores of one plugin for all feasible rows.</summary>
    public abstract void Score(IScore plugin, Span<long> scores);

    /// <summary>Clears the bits of rows that do not fit. No pods are nominated to these rows.</summary>
    protected abstract void FilterRows(NodeSet feasible);

    /// <summary>Rows with nominated pods are asked twice, one by one; takes them out of the set.</summary>
    private bool SplitNominated(NodeSet feasible)
    {
        if (State.Cluster.Nominations.Count == 0) return false;
        withNominated.CopyFrom(feasible);
        withNominated.Clear();
        bool any = false;
        foreach (string name in State.Cluster.Nominations.Nodes)
        {
            int row = State.Nodes.RowOf(name);
            if (row < 0 || !feasible.Contains(row) || !RowFilter.HasNominated(State.Pod, row)) continue;
            feasible.Remove(row);
            withNominated.Add(row);
            any = true;
        }

        return any;
    }
}
