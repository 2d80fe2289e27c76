using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.PodTopologySpread;

/// <summary>Spreads pods over the domains of a topology key: at most so uneven, or as even as possible (docs/semantics.md 3.12).</summary>
/// <remarks>
/// PreFilter and PreScore read counts that <see cref="Scheduler.Core.Cache.Counters.PodCounters"/> keeps; for the plain engine they count nodes and
/// pods the obvious way. Filter and Score are the same over either.
/// </remarks>
public sealed partial class PodTopologySpread : IPreFilterExtensions, IVectorFilter, IGroupedPreScore, IVectorScore, IRangeNormalizer, IQueueingHints
{
    private readonly Cluster cluster;
    private readonly SpreadPlans plans;
    private readonly bool plain;

    public PodTopologySpread(PluginContext context)
    {
        cluster = context.Cluster;
        plain = context.Plain;
        plans = new(cluster, context.Args as PodTopologySpreadArgs ?? new(), context.Features["TaintTolerationComparisonOperators"]);
    }

    /// <inheritdoc/>
    public string Name => "PodTopologySpread";

    /// <inheritdoc/>
    public PodFields Reads =>
        PodFields.Namespace | PodFields.Labels | PodFields.Owner | PodFields.SpreadConstraints
        | PodFields.NodeSelector | PodFields.NodeAffinity | PodFields.Tolerations;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Labels | NodeColumns.Taints | NodeColumns.Pods;

    /// <inheritdoc/>
    /// <remarks>A pod in one domain can move the smallest count, and with it the answer everywhere.</remarks>
    public Locality Locality => Locality.Cluster;
}
