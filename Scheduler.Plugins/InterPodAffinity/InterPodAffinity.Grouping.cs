using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.InterPodAffinity;

/// <content>The same answers for groups of nodes: a node matters by its domains, and by what is counted in them.</content>
public sealed partial class InterPodAffinity
{
    /// <summary>Terms by keys with many values (host names) beyond which nodes have too little in common.</summary>
    private const int FineSourcesMax = 8;

    /// <inheritdoc/>
    public bool Group(PodInfo pod, NodeGrouping by)
    {
        if (pod.Affinity.Error is not null) return false;
        for (int i = 0; i < plan.Affinity.Length; i++) by.ByCount(plan.Affinity[i].Column, affinity[i].Table);
        for (int i = 0; i < plan.AntiAffinity.Length; i++) by.ByCount(plan.AntiAffinity[i].Column, antiAffinity[i].Table);

        // What all matching terms add up to on a node changes only with pods of that node, as long as namespaces stay.
        long alike = ((long)pod.NamespaceId << 32) | (uint)pod.LabelSetId;
        for (int i = 0; i < existingCount; i++) by.ByCount(existing[i].Column, existing[i].Table, this, alike);

        ReadScores(pod);
        sourcesAreOf = pod;
        int fine = 0;
        foreach (ScoreSource source in sources)
        {
            if (source.Column.ValueCount > NodeGrouping.FewValues && ++fine > FineSourcesMax) return false;
            if (source.Table is not null) by.ByCount(source.Column, source.Table);
            else by.ByCount(source.Column, source.Tally!);
        }

        return true;
    }
}
