using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeResourcesFit;

/// <summary>Keeps pods off nodes that lack room for them, and scores how full a node would become (docs/semantics.md 3.6).</summary>
/// <remarks>Which extended resources are left to dynamic resource allocation follows from the cluster's DeviceClasses, which are no column of a node.</remarks>
public sealed partial class NodeResourcesFit : IPreFilter, IVectorFilter, IRowsFilter, IAmountFilter, IPreScore, IVectorScore, IRowsScore, IQueueingHints
{
    private readonly Cluster cluster;

    public NodeResourcesFit(PluginContext context)
    {
        cluster = context.Cluster;
        NodeResourcesFitArgs args = context.Args as NodeResourcesFitArgs ?? new();
        ignoredResources = new(args.IgnoredResources, StringComparer.Ordinal);
        ignoredGroups = new(args.IgnoredResourceGroups, StringComparer.Ordinal);
        devicesEnabled = context.Features["DynamicResourceAllocation"] && context.Features["DRAExtendedResource"];
        strategy = args.ScoringStrategy.Type;
        scored = ScoredResource.Resolve(args.ScoringStrategy.Resources, cluster.Resources);
        shape = args.ScoringStrategy.Shape;
        scoreByUtilization = strategy == ScoringStrategyType.RequestedToCapacityRatio ? UtilizationShape.Tabulate(shape) : [];
    }

    /// <inheritdoc/>
    public string Name => "NodeResourcesFit";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Requests;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Allocatable | NodeColumns.Requested;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;
}
