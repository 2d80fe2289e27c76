using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <summary>Keeps the number of volumes of a CSI driver on a node below the limit that the driver gives for it (docs/semantics.md 3.9).</summary>
public sealed partial class NodeVolumeLimits : IPreFilter, IVectorFilter, IQueueingHints
{
    private readonly Cluster cluster;
    private readonly VolumeIds ids;
    private readonly Attachments attachments;
    private readonly bool wantsDriverInstalled;

    // What the pod brings: volumes that count on nodes with a CSI node. Without one nothing is limited.
    private readonly HashSet<VolumeId> wanted = [];
    private readonly HashSet<VolumeId> wantedWithoutCsiNode = [];
    private string? missingClaim;
    private string? broken;

    public NodeVolumeLimits(PluginContext context)
    {
        cluster = context.Cluster;
        ids = new(cluster);
        attachments = new(cluster);
        limits = new(cluster);
        wantsDriverInstalled = context.Features["VolumeLimitScaling"];
    }

    /// <inheritdoc/>
    public string Name => "NodeVolumeLimits";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Name | PodFields.Namespace | PodFields.Volumes;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Pods | NodeColumns.Volumes;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        if (pod.Spec.Volumes.AttachableCount == 0) return PreFilterResult.Skip;
        attachments.Update();
        wanted.Clear();
        wantedWithoutCsiNode.Clear();
        missingClaim = broken = null;
        CollectWanted(pod, hasCsiNode: true, wanted);
        CollectWanted(pod, hasCsiNode: false, wantedWithoutCsiNode);
        return PreFilterResult.Success;
    }

    private void CollectWanted(PodInfo pod, bool hasCsiNode, HashSet<VolumeId> into)
    {
        foreach (ClaimedVolume volume in pod.Spec.Volumes.Claimed)
        {
            PersistentVolumeClaim? claim = cluster.PersistentVolumeClaims.Find(volume.KeyFor(pod));
            if (claim is null)
            {
                string name = volume.NameFor(pod);
                missingClaim = $"looking up PVC {pod.Namespace}/{name}: {Claims.NotFound(name)}";
                return;
            }

            if (volume.IsEphemeral && !claim.IsOwnedBy(pod))
            {
                broken = Claims.NotOwner(claim, pod);
                return;
            }

            if (ids.OfClaim(claim, hasCsiNode) is { } id) into.Add(id);
        }

        foreach (Volume volume in pod.Spec.Volumes.Migratable)
            if (VolumeIds.OfInline(volume, hasCsiNode) is { } id) into.Add(id);
    }

    /// <summary>The volumes of the pods on a node with a CSI node. Missing claims cannot be counted.</summary>
    private void CollectAttached(NodeView node, HashSet<VolumeId> into)
    {
        foreach (PodInfo pod in node.Pods)
        {
            foreach (ClaimedVolume volume in pod.Spec.Volumes.Claimed)
                if (cluster.PersistentVolumeClaims.Find(volume.KeyFor(pod)) is { } claim && ids.OfClaim(claim, hasCsiNode: true) is { } id) into.Add(id);
            foreach (Volume volume in pod.Spec.Volumes.Migratable)
                if (VolumeIds.OfInline(volume, hasCsiNode: true) is { } id) into.Add(id);
        }
    }
}
