using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;

namespace Scheduler.Plugins.InterPodAffinity;

/// <summary>The terms of waiting pods that carry the same ones, with the counts that answer them.</summary>
internal sealed class AffinityPlan
{
    public AffinityPlan(AffinityTerms terms, NodeTable nodes)
    {
        Terms = terms;
        PodsOfTerms all = new(terms.RequiredAffinity);
        Affinity = [.. terms.RequiredAffinity.Select(term => term.TopologyKey).Distinct().Select(key => new PlannedCount(all, nodes.LabelColumn(key), 0))];
        AntiAffinity = [.. terms.RequiredAntiAffinity.Select(term => Plan(term, 0))];
        Preferred =
        [
            .. terms.PreferredAffinity.Select(weighted => Plan(weighted.Term, weighted.Weight)),
            .. terms.PreferredAntiAffinity.Select(weighted => Plan(weighted.Term, -weighted.Weight)),
        ];

        PlannedCount Plan(AffinityTerm term, int weight) => new(new(term), nodes.LabelColumn(term.TopologyKey), weight);
    }

    public AffinityTerms Terms { get; }

    /// <summary>Pods that match all required affinity terms at once, by each of the terms' keys.</summary>
    public PlannedCount[] Affinity { get; }

    /// <summary>Pods that match a required anti-affinity term, term by term.</summary>
    public PlannedCount[] AntiAffinity { get; }

    /// <summary>Pods that match a preferred term, with its weight, which is negative for anti-affinity.</summary>
    public PlannedCount[] Preferred { get; }
}

/// <summary>A count of pods per domain that a plan reads.</summary>
internal sealed class PlannedCount(PodsOfTerms question, LabelColumn column, int weight)
{
    private DomainCounts? counts;
    private IncludedNodes? withKey;

    public LabelColumn Column => column;

    public int Weight => weight;

    /// <summary>True where the pod is among those that are counted.</summary>
    public bool Matches(PodInfo pod, Cluster cluster)
    {
        foreach (AffinityTerm term in question.Terms)
            if (!term.MatchesFromWaiting(pod.Namespace, pod.Labels, cluster.Namespaces)) return false;
        return true;
    }

    /// <summary>The nodes that carry the key, up to date.</summary>
    public NodeSet WithKey(PodCounters counters)
    {
        withKey ??= counters.Included(new(column.Key, null, null, false));
        withKey.Refresh();
        return withKey.Rows;
    }

    /// <summary>The kept counts, up to date.</summary>
    public DomainTable Counts(PodCounters counters)
    {
        if (counts is null || counts.IsDropped) counts = counters.Of(question).By(counters.Rows(column, NodeInclusion.All));
        else counters.Use(counts.Pods);
        counts.Refresh();
        return counts.Table;
    }
}
