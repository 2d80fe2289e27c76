using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.TaintToleration;

/// <content>Filter: a kept set of nodes per toleration set. Score: a count per (toleration set, taint set), spread over the column of taint sets.</content>
public sealed partial class TaintToleration
{
    private readonly NodeSetCache<TolerationSet> tolerating;
    private readonly Dictionary<int, SoftTaintCounts> softTaints = [];

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        TolerationSet tolerations = pod.Spec.Tolerations;
        rejections.RejectOutside(feasible, tolerating.Rows(tolerations.Id, tolerations), StatusCode.UnschedulableAndUnresolvable);
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        SoftTaintCounts counts = CountsOf(pod.Spec.Tolerations, nodes.TaintSets);
        if (counts.Max == 0) scores[..nodes.RowCount].Clear();
        else ColumnKernels.Spread(counts.ByTaintSet, nodes.TaintSetIds, scores);
    }

    private SoftTaintCounts CountsOf(TolerationSet tolerations, TaintSetTable taintSets)
    {
        if (!softTaints.TryGetValue(tolerations.Id, out SoftTaintCounts? counts)) softTaints.Add(tolerations.Id, counts = new());
        while (counts.Known < taintSets.Count)
            counts.Add(tolerations.CountIntolerablePreferences(taintSets[counts.Known], comparison));
        return counts;
    }

    /// <summary>For one toleration set: the raw score of each taint set, by its id.</summary>
    private sealed class SoftTaintCounts
    {
        private long[] byTaintSet = new long[4];

        public ReadOnlySpan<long> ByTaintSet => byTaintSet.AsSpan(0, Known);

        public int Known { get; private set; }

        public long Max { get; private set; }

        public void Add(long count)
        {
            if (Known == byTaintSet.Length) Array.Resize(ref byTaintSet, Known * 2);
            byTaintSet[Known++] = count;
            Max = Math.Max(Max, count);
        }
    }
}
