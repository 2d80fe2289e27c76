using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>Node by node, plugin by plugin: the definition.</summary>
public sealed class PlainPass(CycleState state, RowFilter rowFilter, int parallelism) : NodePass(state, rowFilter)
{
    /// <inheritdoc/>
    public override void Score(IScore plugin, Span<long> scores)
    {
        foreach (int row in State.Feasible) scores[row] = plugin.Score(State.Pod, State.Nodes[row]);
    }

    /// <inheritdoc/>
    protected override void FilterRows(NodeSet feasible) => RowRanges.For(State.Nodes.RowCount, parallelism, (from, to) =>
    {
        for (int row = from; row < to; row++)
        {
            if (!feasible.Contains(row)) continue;
            Verdict verdict = RowFilter.Run(State.Pod, row, out int plugin);
            if (verdict.IsPass) continue;
            feasible.Remove(row);
            State.Rejections.Set(row, plugin, verdict);
        }
    });
}
