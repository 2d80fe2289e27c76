using Scheduler.Core.Cache;
using Scheduler.Core.Numerics;

namespace Scheduler.Core.Cycle;

/// <summary>The best nodes of a decision that was made from rows: what the tie rule would take next, were those before it not there.</summary>
internal sealed class TopNodes(CycleState state, TieBreak tieBreak)
{
    private readonly NodeSet left = new();
    private readonly NodeSet best = new();

    /// <summary>Writes the chosen node and the next best ones, <paramref name="count"/> in all.</summary>
    public void Fill(Decision decision, int count)
    {
        List<NodeScore> top = decision.MutableTopNodes;
        top.Add(new(decision.Node, decision.Score));
        left.CopyFrom(state.Feasible);
        left.Remove(decision.Row);
        while (top.Count < count && top.Count < decision.FeasibleCount)
        {
            best.CopyFrom(left);
            long highest = RowKernels.Extremes(best.Words, state.Scores.Total).Largest;
            RowKernels.KeepEqual(best.Words, state.Scores.Total, highest);
            int row = tieBreak.Choose(state.Pod, best, state.Nodes);
            top.Add(new(state.Nodes.Name(row), highest));
            left.Remove(row);
        }
    }
}
