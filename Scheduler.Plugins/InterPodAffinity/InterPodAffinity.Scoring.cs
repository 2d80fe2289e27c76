using System.Runtime.InteropServices;
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

    // What speaks for or against domains, from kept counts; the plain engine adds it up at once.
    private readonly List<ScoreSource> sources = [];
    private PodInfo? sourcesAreOf;

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible)
    {
        AffinityTerms terms = pod.Affinity;
        if (terms.Error is { } error) return Status.Error($"failed to parse pod: {error}");
        bool prefers = terms.PreferredAffinity.Length + terms.PreferredAntiAffinity.Length > 0;
        if (args.IgnorePreferredTermsOfExistingPods && !prefers) return Status.Skip;
        domainScoreCount = 0;
        if (plain) return ScoreObviously(pod, prefers) ? Status.Success : Status.Skip;
        if (sourcesAreOf != pod) ReadScores(pod);
        sourcesAreOf = null;
        return sources.Count > 0 ? Status.Success : Status.Skip;
    }

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        long score = 0;
        for (int i = 0; i < domainScoreCount; i++)
        {
            int domain = domainScores[i].Column[node.Row];
            if (domain >= 0) score += domainScores[i].Sums[domain];
        }

        foreach (ref readonly ScoreSource source in CollectionsMarshal.AsSpan(sources))
        {
            int domain = source.Column[node.Row];
            if (domain >= 0) score += source.Factor * source[domain];
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

    /// <summary>The same from counts that are kept: collects them, none where nothing at all speaks for or against a domain.</summary>
    private void ReadScores(PodInfo pod)
    {
        sources.Clear();
        foreach (PlannedCount preferred in PlanOf(pod.Affinity).Preferred)
        {
            DomainTable counts = preferred.Counts(cluster.Counters);
            if (counts.Total != 0) sources.Add(new(preferred.Column, counts, null, preferred.Weight));
        }

        foreach (TermCounts term in cluster.PlacedTerms.Matching(pod))
        {
            if (term.Preferences.Total != 0) sources.Add(new(term.Column, null, term.PreferredWeight, 1));
            if (term.RequiredAffinity.Total != 0 && args.HardPodAffinityWeight != 0)
                sources.Add(new(term.Column, null, term.RequiredAffinity, args.HardPodAffinityWeight));
        }
    }

    /// <summary>Adds up what was collected, domain by domain.</summary>
    private void AddUpSources()
    {
        domainScoreCount = 0;
        foreach (ref readonly ScoreSource source in CollectionsMarshal.AsSpan(sources)) source.AddTo(ScoresOf(source.Column));
    }

    /// <summary>The sums by domain of a key, all zero where the key is new in this cycle.</summary>
    private long[] ScoresOf(LabelColumn column)
    {
        for (int i = 0; i < domainScoreCount; i++)
            if (domainScores[i].Column == column) return domainScores[i].Sums;
        if (domainScores.Count == domainScoreCount) domainScores.Add(new());
        return domainScores[domainScoreCount++].Start(column);
    }

    /// <summary>Counts by domain, each times a factor.</summary>
    private readonly record struct ScoreSource(LabelColumn Column, DomainTable? Table, Tally? Tally, long Factor)
    {
        public long this[int domain] => Table is not null ? Table[domain] : Tally![domain];

        public void AddTo(long[] sums)
        {
            if (Table is null)
            {
                Tally!.AddTo(sums, Factor);
                return;
            }

            ReadOnlySpan<int> pods = Table.Counts[..Column.ValueCount];
            for (int domain = 0; domain < pods.Length; domain++) sums[domain] += pods[domain] * Factor;
        }
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
