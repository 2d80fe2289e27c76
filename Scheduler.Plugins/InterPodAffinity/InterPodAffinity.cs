using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.InterPodAffinity;

/// <summary>Brings pods together or keeps them apart, as their terms and those of the pods already placed demand (docs/semantics.md 3.13).</summary>
/// <remarks>
/// PreFilter and PreScore read counts that <see cref="PodCounters"/> and <see cref="PlacedTerms"/> keep; for the plain engine they look at every
/// pod, term by term. Filter and Score are the same over either.
/// </remarks>
public sealed partial class InterPodAffinity : IPreFilterExtensions, IVectorFilter, IGroupsNodes, IPreScore, IVectorScore, IRangeNormalizer, IQueueingHints
{
    private const int PlansMax = 1 << 14;

    private readonly Cluster cluster;
    private readonly InterPodAffinityArgs args;
    private readonly bool plain;
    private readonly Dictionary<int, AffinityPlan> plans = [];

    public InterPodAffinity(PluginContext context)
    {
        cluster = context.Cluster;
        args = context.Args as InterPodAffinityArgs ?? new();
        plain = context.Plain;
    }

    /// <inheritdoc/>
    public string Name => "InterPodAffinity";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Namespace | PodFields.Labels | PodFields.PodAffinity;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Labels | NodeColumns.Pods;

    /// <inheritdoc/>
    /// <remarks>The first pod of a group may go anywhere, the second not: one placement can change the answer of every node.</remarks>
    public Locality Locality => Locality.Cluster;

    private AffinityPlan PlanOf(AffinityTerms terms)
    {
        if (plans.TryGetValue(terms.Id, out AffinityPlan? known)) return known;
        if (plans.Count >= PlansMax) plans.Clear();
        AffinityPlan made = new(terms, cluster.Nodes);
        plans.Add(terms.Id, made);
        return made;
    }
}
