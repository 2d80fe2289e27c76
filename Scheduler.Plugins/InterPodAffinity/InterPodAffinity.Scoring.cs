using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.InterPodAffinity;

/// <content>The preferred terms: those of the pod, and those of pods already placed, whose required affinity counts as a preference too.</content>
public sealed partial class InterPodAffinity
{
    // One entry a topology key, the first domainScoreCount are in use.
    private readonly List<DomainScores> domainScores = [];
    private int domainScoreCount;

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible)
    {
        AffinityTerms terms = pod.Affinity;
        if (terms.Error is { } error) return Status.Error($"failed to parse pod: {error}");
        bool prefers = terms.PreferredAffinity.Length + terms.PreferredAntiAffinity.Length > 0;
        if (args.IgnorePreferredTermsOfExistingPods && !prefers) return Status.Skip;
        domainScoreCount = 0;
        bool any = plain ? ScoreObviously(pod, prefers) : ReadScores(pod);
        return any ? Status.Success : Status.Skip;
    }

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        long score = 0;
        for (int i = 0; i < domainScoreCount; i++)
        {
            if (node.Labels.TryGetValue(domainScores[i].Column.Key, out string? value)) score += domainScores[i].Sums[domainScores[i].Column.IdOf(value)];
        }

        return score;
    }

    /// <inheritdoc/>
    public long Normalize(long raw, long min, long max) =>
        max - min <= 0 ? 0 : (long)(DefaultNormalization.MaxNodeScore * ((raw - min) / (double)(max - min)));

    /// <summary>Looks at every pod that is placed; false where nothing at all speaks for or against a domain.</summary>
    private bool ScoreObviously(PodInfo pod, bool prefers)
    {
        bool any = false;
        StringMap labels = cluster.NamespaceLabels(pod.Namespace);
        foreach (int row in cluster.Nodes.Live)
        {
            foreach (PodInfo placed in cluster.Nodes.Pods(row))
            {
                if (!prefers && !placed.Affinity.IsPresent) continue;
                foreach (WeightedAffinityTerm preferred in pod.Affinity.PreferredAffinity) OfWaiting(preferred, placed, row, 1);
                foreach (WeightedAffinityTerm preferred in pod.Affinity.PreferredAntiAffinity) OfWaiting(preferred, placed, row, -1);
                foreach (AffinityTerm term in placed.Affinity.RequiredAffinity)
                    if (args.HardPodAffinityWeight > 0) OfPlaced(new(args.HardPodAffinityWeight, term), row, 1);
                foreach (WeightedAffinityTerm preferred in placed.Affinity.PreferredAffinity) OfPlaced(preferred, row, 1);
                foreach (WeightedAffinityTerm preferred in placed.Affinity.PreferredAntiAffinity) OfPlaced(preferred, row, -1);
            }
        }

        return any;

        void OfWaiting(WeightedAffinityTerm preferred, PodInfo placed, int row, int sign)
        {
            if (preferred.Term.MatchesFromWaiting(placed.Namespace, placed.Labels, cluster.Namespaces)) Add(preferred, row, sign);
        }

        void OfPlaced(WeightedAffinityTerm preferred, int row, int sign)
        {
            if (preferred.Term.Matches(pod, labels)) Add(preferred, row, sign);
        }

        void Add(WeightedAffinityTerm preferred, int row, int sign)
        {
            LabelColumn column = cluster.Nodes.LabelColumn(preferred.Term.TopologyKey);
            if (column[row] < 0) return;
            ScoresOf(column)[column[row]] += sign * preferred.Weight;
            any = true;
        }
    }

    /// <summary>The same from counts that are kept.</summary>
    private bool ReadScores(PodInfo pod)
    {
        bool any = false;
        foreach (PlannedCount preferred in PlanOf(pod.Affinity).Preferred)
        {
            DomainTable counts = preferred.Counts(cluster.Counters);
            if (counts.Total == 0) continue;
            any = true;
            long[] sums = ScoresOf(preferred.Column);
            ReadOnlySpan<int> pods = counts.Counts[..preferred.Column.ValueCount];
            for (int domain = 0; domain < pods.Length; domain++) sums[domain] += (long)pods[domain] * preferred.Weight;
        }

        foreach (TermCounts term in cluster.PlacedTerms.Matching(pod))
        {
            if (term.Preferences.Total != 0)
            {
                any = true;
                term.PreferredWeight.AddTo(ScoresOf(term.Column), 1);
            }

            if (term.RequiredAffinity.Total == 0 || args.HardPodAffinityWeight == 0) continue;
            any = true;
            term.RequiredAffinity.AddTo(ScoresOf(term.Column), args.HardPodAffinityWeight);
        }

        return any;
    }

    /// <summary>The sums by domain of a key, all zero where the key is new in this cycle.</summary>
    private long[] ScoresOf(LabelColumn column)
    {
        for (int i = 0; i < domainScoreCount; i++)
            if (domainScores[i].Column == column) return domainScores[i].Sums;
        if (domainScores.Count == domainScoreCount) domainScores.Add(new());
        return domainScores[domainScoreCount++].Start(column);
    }

    /// <summary>What speaks for (positive) or against each domain of a topology key.</summary>
    private sealed class DomainScores
    {
        public LabelColumn Column { get; private set; } = null!;

        public long[] Sums { get; private set; } = [];

        public long[] Start(LabelColumn column)
        {
            Column = column;
            if (Sums.Length < column.ValueCount) Sums = new long[Math.Max(column.ValueCount, Sums.Length * 2)];
            else Sums.AsSpan(0, column.ValueCount).Clear();
            return Sums;
        }
    }
}
