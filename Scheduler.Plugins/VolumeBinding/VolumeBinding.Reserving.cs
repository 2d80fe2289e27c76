using System.Collections.Concurrent;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>Takes volumes for a pod's claims in the cluster's memory, so that the next pods do not take them too.</content>
public sealed partial class VolumeBinding
{
    // By pod UID. Binding goes on beside the decision thread.
    private readonly ConcurrentDictionary<string, PendingBinding> pending = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Status Reserve(PodInfo pod, string nodeName)
    {
        if (pod.Spec.Volumes.Claimed.Length == 0) return Status.Success;
        if (WhyNotReady(pod) is { } reason) return Status.Unresolvable(reason);
        if ((Prepare(pod) ?? broken) is { } error) return Status.Error(error);
        if (delayedCount == 0) return Status.Success;
        int row = cluster.Nodes.RowOf(nodeName);
        if (row < 0) return Status.Error($"node \"{nodeName}\" not found");
        BindingPlan plan = new();
        if (Check(cluster.Nodes[row], plan) is var problems and not Problems.None) return Status.Unresolvable(ReasonsByBits[(int)problems]);
        Take(pod, nodeName, plan);
        return Status.Success;
    }

    /// <inheritdoc/>
    public void Unreserve(PodInfo pod, string nodeName)
    {
        if (!pending.TryRemove(pod.Uid, out PendingBinding? work)) return;
        foreach ((PersistentVolume volume, _) in work.Volumes) cluster.PersistentVolumes.Restore(volume.Metadata.Key);
        foreach (PersistentVolumeClaim claim in work.Claims) cluster.PersistentVolumeClaims.Restore(claim.Metadata.Key);
    }

    private void Take(PodInfo pod, string nodeName, BindingPlan plan)
    {
        PendingBinding work = new(
            nodeName,
            [.. plan.Bindings.Select(binding => (Bound(binding.Volume, binding.Claim), binding.Claim.Metadata.Key))],
            [.. plan.Provisions.Select(provision => Selected(provision.Claim.Claim, nodeName))]);
        foreach ((PersistentVolume volume, _) in work.Volumes) cluster.PersistentVolumes.Assume(volume);
        foreach (PersistentVolumeClaim claim in work.Claims) cluster.PersistentVolumeClaims.Assume(claim);
        pending[pod.Uid] = work;
    }

    /// <summary>The volume with its claim; marked as our choice unless a user had reserved it.</summary>
    private static PersistentVolume Bound(PersistentVolume volume, PersistentVolumeClaim claim)
    {
        ObjectMeta meta = volume.ClaimRef is not null
            ? volume.Metadata
            : volume.Metadata with { Annotations = volume.Metadata.Annotations.With(StorageNames.BoundByController, "yes") };
        return volume with { Metadata = meta, ClaimRef = new(claim.Metadata.Namespace, claim.Metadata.Name, claim.Metadata.Uid) };
    }

    private static PersistentVolumeClaim Selected(PersistentVolumeClaim claim, string nodeName) =>
        claim with { Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.With(StorageNames.SelectedNode, nodeName) } };
}
