using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeRestrictions;

/// <summary>
/// Keeps pods apart that cannot share a disk: inline disks on one node, and claims that one pod in the whole cluster may use
/// (docs/semantics.md 3.8).
/// </summary>
/// <remarks>The second kind rejects every node, but preempting the user helps on the node that runs it: the conflicts follow pods that are tried on and off.</remarks>
public sealed partial class VolumeRestrictions(PluginContext context) : IPreFilterExtensions, IVectorFilter, IQueueingHints
{
    private readonly Cluster cluster = context.Cluster;
    private readonly HashSet<string> exclusiveClaims = new(StringComparer.Ordinal);
    private int conflicts;

    /// <inheritdoc/>
    public string Name => "VolumeRestrictions";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Namespace | PodFields.Volumes;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Pods | NodeColumns.Volumes;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        PodVolumes volumes = pod.Spec.Volumes;
        conflicts = 0;
        exclusiveClaims.Clear();
        for (int i = 0; i < volumes.ClaimKeys.Length; i++)
        {
            PersistentVolumeClaim? claim = cluster.PersistentVolumeClaims.Find(volumes.ClaimKeys[i]);
            if (claim is null) return Status.Unresolvable(Claims.NotFound(volumes.ClaimNames[i]));
            if (Array.IndexOf(claim.AccessModes, StorageNames.ReadWriteOncePod) < 0) continue;
            if (exclusiveClaims.Add(volumes.ClaimNames[i]) && cluster.Pods.ClaimUsers.Count(volumes.ClaimKeys[i]) > 0) conflicts++;
        }

        return conflicts == 0 && volumes.Disks.Length == 0 ? PreFilterResult.Skip : PreFilterResult.Success;
    }

    /// <inheritdoc/>
    public void AddPod(PodInfo pod, PodInfo added, NodeView node) => conflicts += ExclusiveClaimsOf(added);

    /// <inheritdoc/>
    public void RemovePod(PodInfo pod, PodInfo removed, NodeView node) => conflicts -= ExclusiveClaimsOf(removed);

    /// <summary>Claim names are compared without their namespace, as kube-scheduler does.</summary>
    private int ExclusiveClaimsOf(PodInfo other)
    {
        int count = 0;
        foreach (string name in other.Spec.Volumes.ClaimNames)
            if (exclusiveClaims.Contains(name)) count++;
        return count;
    }
}
