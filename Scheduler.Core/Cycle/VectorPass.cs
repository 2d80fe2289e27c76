using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>Plugin by plugin over all nodes that are left; plugins that only know single nodes are asked node by node, at their place in the order.</summary>
public sealed class VectorPass(CycleState state, RowFilter rowFilter) : NodePass(state, rowFilter)
{
    /// <inheritdoc/>
    public override void Score(IScore plugin, Span<long> scores)
    {
        if (plugin is IVectorScore vector)
        {
            vector.Score(State.Pod, State.Nodes, State.Feasible, scores);
            return;
        }

        foreach (int row in State.Feasible) scores[row] = plugin.Score(State.Pod, State.Nodes[row]);
    }

    /// <inheritdoc/>
    protected override void FilterRows(NodeSet feasible)
    {
        foreach (ref readonly Slot<IFilter> slot in State.Profile.Filter.AsSpan())
        {
            if (State.SkipFilter[slot.Index]) continue;
            if (feasible.IsEmpty) return;
            RejectionWriter rejections = new(State.Rejections, slot.Index);
            if (slot.Plugin is IVectorFilter vector) vector.Filter(State.Pod, State.Nodes, feasible, rejections);
            else FilterOneByOne(slot.Plugin, feasible, rejections);
        }
    }

    private void FilterOneByOne(IFilter plugin, NodeSet feasible, RejectionWriter rejections)
    {
        foreach (int row in feasible) rejections.Apply(feasible, row, plugin.Filter(State.Pod, State.Nodes[row]));
    }
}
