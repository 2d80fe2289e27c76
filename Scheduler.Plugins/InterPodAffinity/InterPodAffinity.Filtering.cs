using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.InterPodAffinity;

/// <content>The required terms: those of the pod, and the anti-affinity of pods already placed.</content>
public sealed partial class InterPodAffinity
{
    private const ulong AffinityRules = 0;
    private const ulong AntiAffinityRules = 1;
    private const ulong ExistingRules = 2;

    private static readonly string[][] Reasons =
    [
        ["node(s) didn't match pod affinity rules"],
        ["node(s) didn't match pod anti-affinity rules"],
        ["node(s) didn't satisfy existing pods anti-affinity rules"],
    ];

    // Parallel to plan.Affinity and plan.AntiAffinity.
    private readonly List<TrialCounts> affinity = [];
    private readonly List<TrialCounts> antiAffinity = [];

    // Required anti-affinity of placed pods that matches the pod: one entry a topology key, the first existingCount are in use.
    private readonly List<TrialCounts> existing = [];
    private int existingCount;
    private AffinityPlan plan = null!;
    private StringMap namespaceLabels = StringMap.Empty;
    private bool matchesItself;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        if (pod.Affinity.Error is { } error) return Status.Unresolvable($"parsing pod: {error}");
        plan = PlanOf(pod.Affinity);
        namespaceLabels = cluster.NamespaceLabels(pod.Namespace);
        matchesItself = plan.Affinity.Length > 0 && plan.Affinity[0].Matches(pod, cluster);
        while (affinity.Count < plan.Affinity.Length) affinity.Add(new());
        while (antiAffinity.Count < plan.AntiAffinity.Length) antiAffinity.Add(new());
        existingCount = 0;
        if (plain) CountObviously(pod);
        else ReadCounts(pod);
        bool anyExisting = false;
        for (int i = 0; i < existingCount; i++) anyExisting |= existing[i].Table.Total > 0;
        return !anyExisting && plan.Affinity.Length == 0 && plan.AntiAffinity.Length == 0 ? PreFilterResult.Skip : PreFilterResult.Success;
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        if (!MeetsAffinity(node)) return Verdict.Unresolvable(AffinityRules);
        if (!MeetsAntiAffinity(node)) return Verdict.Unschedulable(AntiAffinityRules);
        return MeetsExisting(node) ? Verdict.Pass : Verdict.Unschedulable(ExistingRules);
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reasons[detail];

    /// <inheritdoc/>
    public void AddPod(PodInfo pod, PodInfo added, NodeView node) => TryPod(pod, added, node, 1);

    /// <inheritdoc/>
    public void RemovePod(PodInfo pod, PodInfo removed, NodeView node) => TryPod(pod, removed, node, -1);

    /// <summary>Every key is on the node, and each leads to a matching pod; the first pod of a group needs the keys only.</summary>
    private bool MeetsAffinity(NodeView node)
    {
        bool together = true;
        for (int i = 0; i < plan.Affinity.Length; i++)
        {
            int domain = plan.Affinity[i].Column[node.Row];
            if (domain < 0) return false;
            together &= affinity[i].Table[domain] > 0;
        }

        return together || IsFirstOfGroup();
    }

    private bool IsFirstOfGroup()
    {
        if (!matchesItself) return false;
        for (int i = 0; i < plan.Affinity.Length; i++)
            if (affinity[i].Table.Total != 0) return false;
        return true;
    }

    private bool MeetsAntiAffinity(NodeView node)
    {
        for (int i = 0; i < plan.AntiAffinity.Length; i++)
        {
            // Of a node without the key there is no domain, and no count.
            if (antiAffinity[i].Table[plan.AntiAffinity[i].Column[node.Row]] > 0) return false;
        }

        return true;
    }

    private bool MeetsExisting(NodeView node)
    {
        for (int i = 0; i < existingCount; i++)
        {
            if (existing[i].Table[existing[i].Column[node.Row]] > 0) return false;
        }

        return true;
    }

    private void TryPod(PodInfo pod, PodInfo tried, NodeView node, int change)
    {
        for (int i = 0; i < plan.Affinity.Length; i++) Try(plan.Affinity[i], affinity[i], tried, node, change);
        for (int i = 0; i < plan.AntiAffinity.Length; i++) Try(plan.AntiAffinity[i], antiAffinity[i], tried, node, change);
        foreach (AffinityTerm term in tried.Affinity.RequiredAntiAffinity)
        {
            LabelColumn column = cluster.Nodes.LabelColumn(term.TopologyKey);
            if (column[node.Row] >= 0 && term.Matches(pod, namespaceLabels)) ExistingOf(column).Add(column[node.Row], change);
        }
    }

    private void Try(PlannedCount planned, TrialCounts counts, PodInfo tried, NodeView node, int change)
    {
        int domain = planned.Column[node.Row];
        if (domain >= 0 && planned.Matches(tried, cluster)) counts.Add(domain, change);
    }

    /// <summary>The count of existing anti-affinity by a key; starts at nothing where no term had that key so far.</summary>
    private TrialCounts ExistingOf(LabelColumn column)
    {
        for (int i = 0; i < existingCount; i++)
            if (existing[i].Column == column) return existing[i];
        if (existing.Count == existingCount) existing.Add(new());
        TrialCounts made = existing[existingCount++];
        made.Start(column);
        return made;
    }

    private void CountObviously(PodInfo pod)
    {
        for (int i = 0; i < plan.Affinity.Length; i++) affinity[i].Start(plan.Affinity[i].Column);
        for (int i = 0; i < plan.AntiAffinity.Length; i++) antiAffinity[i].Start(plan.AntiAffinity[i].Column);
        foreach (int row in cluster.Nodes.Live)
            foreach (PodInfo placed in cluster.Nodes.Pods(row)) TryPod(pod, placed, cluster.Nodes[row], 1);
    }

    private void ReadCounts(PodInfo pod)
    {
        for (int i = 0; i < plan.Affinity.Length; i++) affinity[i].Borrow(plan.Affinity[i].Column, plan.Affinity[i].Counts(cluster.Counters));
        for (int i = 0; i < plan.AntiAffinity.Length; i++) antiAffinity[i].Borrow(plan.AntiAffinity[i].Column, plan.AntiAffinity[i].Counts(cluster.Counters));
        foreach (TermCounts term in cluster.PlacedTerms.Matching(pod))
            if (term.RequiredAntiAffinity.Total != 0) AddExisting(term.Column, term.RequiredAntiAffinity);
    }

    private void AddExisting(LabelColumn column, Tally counts)
    {
        int before = existingCount;
        TrialCounts of = ExistingOf(column);

        // Of the first term by a key nothing need be copied: often it is the only one.
        if (existingCount == before || counts.Dense is null)
        {
            of.Add(counts);
            return;
        }

        counts.Dense.Grow(column.ValueCount);
        of.Borrow(column, counts.Dense);
    }
}
