using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.TaintToleration;

/// <summary>Keeps pods off nodes with taints that they do not tolerate, and prefers nodes with few soft ones (docs/semantics.md 3.3).</summary>
public sealed partial class TaintToleration : IVectorFilter, IPreScore, IVectorScore, IRangeNormalizer, IQueueingHints
{
    private static readonly string[] Reasons = ["node(s) had untolerated taint(s)"];

    // Whether the operators Lt and Gt mean anything.
    private readonly bool comparison;

    public TaintToleration(PluginContext context)
    {
        comparison = context.Features["TaintTolerationComparisonOperators"];
        tolerating = new(context.Cluster.Nodes, NodeColumns.Taints, (tolerations, node) => tolerations.ToleratesScheduling(node.Taints, comparison));
    }

    /// <inheritdoc/>
    public string Name => "TaintToleration";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Tolerations;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Taints;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node) =>
        pod.Spec.Tolerations.ToleratesScheduling(node.Taints, comparison) ? Verdict.Pass : Verdict.Unresolvable();

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reasons;

    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible) => Status.Success;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node) => pod.Spec.Tolerations.CountIntolerablePreferences(node.Taints, comparison);

    /// <inheritdoc/>
    public long Normalize(long raw, long min, long max) => DefaultNormalization.ScaleReversed(raw, max);
}
