using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.PodTopologySpread;

/// <content>The soft constraints (ScheduleAnyway).</content>
public sealed partial class PodTopologySpread
{
    private readonly NaturalLog log = new();
    private readonly NodeSet ignored = new();
    private readonly List<TrialCounts> softCounts = [];
    private PlannedConstraint[] soft = [];
    private double[] weights = [];
    private bool anyIgnored;

    /// <summary>Nodes that lack one of the keys, unless the constraints are the System defaults.</summary>
    public NodeSet? Excluded => anyIgnored ? ignored : null;

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible)
    {
        if (BeginScoring(pod, out SpreadPlan? plan) is { IsSuccess: false } ended) return ended;
        if (plain) PrepareObviously(plan!, feasible);
        else Prepare(plan!, feasible);
        return Status.Success;
    }

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        if (ignored.Contains(node.Row)) return 0;
        double score = 0;
        for (int i = 0; i < soft.Length; i++)
        {
            int domain = soft[i].Column[node.Row];
            if (domain < 0) continue;
            int count = !soft[i].IsHostname ? softCounts[i].Table[domain]
                : plain ? soft[i].CountOn(node)
                : soft[i].Counter(cluster.Counters)[node.Row];
            score += (count * weights[i]) + (soft[i].Constraint.MaxSkew - 1);
        }

        return (long)Math.Round(score, MidpointRounding.AwayFromZero);
    }

    /// <inheritdoc/>
    public long Normalize(long raw, long min, long max)
    {
        max = Math.Max(max, 0);
        return max == 0 ? DefaultNormalization.MaxNodeScore : DefaultNormalization.MaxNodeScore * (max + min - raw) / max;
    }

    /// <summary>Finds the constraints; anything but success ends scoring.</summary>
    private Status BeginScoring(PodInfo pod, out SpreadPlan? plan)
    {
        plan = null;
        if (pod.Spec.SpreadConstraints.SoftError is { } error)
            return Status.Error($"calculating preScoreState: obtaining pod's soft topology spread constraints: {error}");
        plan = plans.Of(pod);
        soft = plan?.Soft ?? [];
        if (soft.Length == 0) return Status.Skip;
        if (weights.Length < soft.Length) weights = new double[soft.Length];
        while (softCounts.Count < soft.Length) softCounts.Add(new());
        return Status.Success;
    }

    private void PrepareObviously(SpreadPlan plan, NodeSet feasible)
    {
        ignored.CopyFrom(feasible);
        ignored.Clear();
        foreach (int row in feasible)
            if (!plan.SoftKeys.Includes(cluster.Nodes[row])) ignored.Add(row);
        anyIgnored = !ignored.IsEmpty;
        for (int i = 0; i < soft.Length; i++)
        {
            PlannedConstraint planned = soft[i];
            HashSet<string> domains = new(StringComparer.Ordinal);
            foreach (int row in feasible)
                if (!ignored.Contains(row)) domains.Add(cluster.Nodes[row].Labels[planned.Constraint.TopologyKey] ?? "");
            weights[i] = log[(planned.IsHostname ? feasible.Count - ignored.Count : domains.Count) + 2];
            if (!planned.IsHostname) CountDomainsObviously(planned, domains, softCounts[i]);
        }
    }

    private void CountDomainsObviously(PlannedConstraint planned, HashSet<string> domains, TrialCounts counts)
    {
        counts.Start(planned.Column);
        foreach (int row in cluster.Nodes.Live)
        {
            NodeView node = cluster.Nodes[row];
            if (!planned.Inclusion.Includes(node)) continue;
            string value = node.Labels[planned.Constraint.TopologyKey] ?? "";
            int domain = planned.Column.IdOf(value);

            // Where no node has the empty value nobody asks for its count.
            if (domain >= 0 && domains.Contains(value)) counts.AddRow(domain, planned.CountOn(node));
        }
    }
}
