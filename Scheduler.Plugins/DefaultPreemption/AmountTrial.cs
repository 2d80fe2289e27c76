using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>The trial as a sum: possible where the pods of a node matter to the filters only by what they take in all.</summary>
/// <remarks>
/// A filter either sees only amounts (<see cref="IAmountFilter"/>) or, by its declarations, nothing of the pods at all. One of the latter that
/// was passed before the row was rejected passes whoever leaves; one behind the rejecting plugin is asked once a row.
/// </remarks>
internal sealed class AmountTrial(Cluster cluster) : Trial
{
    private const int PrioritiesMax = 16;
    private const NodeColumns PodColumns =
        NodeColumns.Requested | NodeColumns.Pods | NodeColumns.Ports | NodeColumns.Volumes | NodeColumns.Undeclared;

    private readonly List<LowerAmounts> byPriority = [];
    private readonly List<(int Plugin, IFilter Filter, IAmountFilter? Amounts)> filters = [];
    private LowerAmounts lower = null!;
    private IFilterOutcome outcome = null!;
    private PodInfo pod = null!;
    private int row;
    private int passedBefore;
    private bool passedAll;
    private int freedPods;
    private long[] freed = [];

    /// <summary>Makes ready for trials of one pod; false where the filters see more than amounts.</summary>
    public bool Prepare(PodInfo preemptor, IFilterOutcome filterOutcome)
    {
        pod = preemptor;
        outcome = filterOutcome;
        filters.Clear();
        foreach ((int plugin, IFilter filter) in outcome.ActiveFilters)
        {
            IAmountFilter? amounts = filter as IAmountFilter;
            if (amounts is null && (filter.Locality != Locality.Node || (filter.Uses & PodColumns) != 0)) return false;
            filters.Add((plugin, filter, amounts));
        }

        lower = LowerOf(pod.Priority);
        lower.Update();
        if (freed.Length < cluster.Resources.Count) freed = new long[cluster.Resources.Count];
        return true;
    }

    /// <summary>True where the row can be tried: nominated pods would have to be put on it for a moment.</summary>
    public bool CanTry(int row) => !outcome.HasNominated(pod, row);

    /// <inheritdoc/>
    public override bool Begin(int row)
    {
        this.row = row;
        freedPods = lower.Count(row);
        if (freedPods == 0) return false;
        lower.Of(row).CopyTo(freed);
        passedAll = false;
        passedBefore = PositionOf(outcome.Rejector(row));
        return true;
    }

    /// <inheritdoc/>
    public override void CollectLower(List<PodInfo> into)
    {
        foreach (PodInfo other in outcome.Nodes.Pods(row))
            if (other.Priority < pod.Priority) into.Add(other);
    }

    /// <inheritdoc/>
    public override Verdict Filter(out int plugin)
    {
        NodeView node = outcome.Nodes[row];
        FreedAmounts amounts = new(freedPods, freed);
        for (int i = 0; i < filters.Count; i++)
        {
            (plugin, IFilter filter, IAmountFilter? ofAmounts) = filters[i];
            if (ofAmounts is null && (passedAll || i < passedBefore)) continue;
            Verdict verdict = ofAmounts is null ? filter.Filter(pod, node) : ofAmounts.Filter(pod, node, amounts);
            if (!verdict.IsPass) return verdict;
        }

        passedAll = true;
        plugin = -1;
        return Verdict.Pass;
    }

    /// <inheritdoc/>
    public override void Return(PodInfo other) => Free(other, -1);

    /// <inheritdoc/>
    public override void Leave(PodInfo other) => Free(other, 1);

    /// <inheritdoc/>
    public override void End()
    {
        // No pod was moved.
    }

    /// <summary>The place of a plugin among the filters; 0 where it is none of them.</summary>
    private int PositionOf(int plugin)
    {
        for (int i = 0; i < filters.Count; i++)
            if (filters[i].Plugin == plugin) return i;
        return 0;
    }

    private void Free(PodInfo other, int sign)
    {
        freedPods += sign;
        ReadOnlySpan<int> ids = other.OnNode.Ids;
        ReadOnlySpan<long> amounts = other.OnNode.Amounts;
        for (int i = 0; i < ids.Length; i++) freed[ids[i]] += sign * amounts[i];
    }

    private LowerAmounts LowerOf(int priority)
    {
        foreach (LowerAmounts known in byPriority)
            if (known.Priority == priority) return known;
        if (byPriority.Count == PrioritiesMax) byPriority.RemoveAt(0);
        byPriority.Add(new(cluster, priority));
        return byPriority[^1];
    }
}
