using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.DynamicResources;

/// <summary>Dynamic resource allocation as far as pods without claims see it (docs/semantics.md 2.7 and 3.18).</summary>
/// <remarks>
/// Claims are not evaluated yet. A pod that has some, or that asks for an extended resource behind which a device class stands, is rejected
/// with a reason that says so; it is never placed as if its claims were met.
/// </remarks>
public sealed partial class DynamicResources(PluginContext context) : IPreEnqueue, IPreFilter, IVectorFilter, IVectorScore, IGroupsNodes, IRangeNormalizer, IPostFilter, IReserve, IPreBind, IQueueingHints
{
    /// <summary>The reason of pods with claims.</summary>
    public const string ClaimsNotEvaluated = "not evaluated: dynamic resource claims";

    /// <summary>The reason of pods whose extended resources may come from devices.</summary>
    public const string DevicesNotEvaluated = "not evaluated: extended resources backed by device classes";

    private const string ImplicitPrefix = "deviceclass.resource.kubernetes.io/";

    private readonly Cluster cluster = context.Cluster;
    private readonly HashSet<string> mappedNames = new(StringComparer.Ordinal);
    private long mappedVersion = -1;

    /// <inheritdoc/>
    public string Name => "DynamicResources";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.ResourceClaims | PodFields.Requests;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.None;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <summary>True where the pod needs what this plugin does not evaluate yet.</summary>
    public bool NeedsDevices(PodInfo pod) => pod.Pod.Spec.ResourceClaims.Length > 0 || AsksForMappedResource(pod);

    /// <inheritdoc/>
    public Status PreEnqueue(PodInfo pod) => Status.Success;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        if (pod.Pod.Spec.ResourceClaims.Length > 0) return Status.Unresolvable(ClaimsNotEvaluated);
        return AsksForMappedResource(pod) ? Status.Unresolvable(DevicesNotEvaluated) : PreFilterResult.Skip;
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node) => Verdict.Pass;

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        // Pods that get this far have no claims.
    }

    /// <summary>A pod that comes as far as nodes has no claims: all nodes are alike.</summary>
    public bool Group(PodInfo pod, NodeGrouping by) => true;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node) => 0;

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores) => scores.Clear();

    /// <inheritdoc/>
    public long Normalize(long raw, long min, long max) => DefaultNormalization.Scale(raw, max);

    /// <inheritdoc/>
    public PostFilterResult PostFilter(PodInfo pod, IFilterOutcome outcome) =>
        !outcome.PreFilterReached(this) ? new(Status.Error("not found"))
        : pod.Pod.Spec.ResourceClaims.Length > 0 ? new(Status.Unschedulable("still not schedulable"))
        : new(Status.Unschedulable("no new claims to deallocate"));

    /// <inheritdoc/>
    public Status Reserve(PodInfo pod, string nodeName) => Status.Success;

    /// <inheritdoc/>
    public void Unreserve(PodInfo pod, string nodeName)
    {
        // Nothing was taken.
    }

    /// <inheritdoc/>
    public Status PreBindPreFlight(PodInfo pod, string nodeName) => Status.Skip;

    /// <inheritdoc/>
    public Task<Status> PreBindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation) => Task.FromResult(Status.Success);

    private bool AsksForMappedResource(PodInfo pod)
    {
        if (!pod.Requests.HasScalars || cluster.DeviceClasses.Count == 0) return false;
        UpdateMappedNames();
        ReadOnlySpan<int> ids = pod.Requests.Ids;
        for (int i = 0; i < ids.Length; i++)
            if (ids[i] >= ResourceNames.FirstScalar && pod.Requests.Amounts[i] > 0 && mappedNames.Contains(cluster.Resources[ids[i]])) return true;
        return false;
    }

    private void UpdateMappedNames()
    {
        if (mappedVersion == cluster.DeviceClasses.Version) return;
        mappedVersion = cluster.DeviceClasses.Version;
        mappedNames.Clear();
        foreach (DeviceClass deviceClass in cluster.DeviceClasses.All)
        {
            mappedNames.Add(ImplicitPrefix + deviceClass.Metadata.Name);
            if (deviceClass.ExtendedResourceName is { } name) mappedNames.Add(name);
        }
    }
}
