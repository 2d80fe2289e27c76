using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>Writes what Reserve took, then waits until every claim is fully bound (docs/semantics.md 7).</content>
public sealed partial class VolumeBinding
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Status PreBindPreFlight(PodInfo pod, string nodeName) => pending.ContainsKey(pod.Uid) ? Status.Success : Status.Skip;

    /// <inheritdoc/>
    public async Task<Status> PreBindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation)
    {
        if (!pending.TryGetValue(pod.Uid, out PendingBinding? work)) return Status.Success;
        Status status = await WriteAsync(work, planner, cancellation).ConfigureAwait(false);
        if (status.IsSuccess) status = await WaitAsync(pod, work, planner, cancellation).ConfigureAwait(false);
        if (status.IsSuccess) pending.TryRemove(pod.Uid, out _);
        return status;
    }

    private static async Task<Status> WriteAsync(PendingBinding work, IPlanner planner, CancellationToken cancellation)
    {
        foreach ((PersistentVolume volume, _) in work.Volumes)
        {
            Status status = await planner.UpdateAsync(volume, cancellation).ConfigureAwait(false);
            if (!status.IsSuccess) return status;
        }

        foreach (PersistentVolumeClaim claim in work.Claims)
        {
            Status status = await planner.UpdateAsync(claim, cancellation).ConfigureAwait(false);
            if (!status.IsSuccess) return status;
        }

        return Status.Success;
    }

    private async Task<Status> WaitAsync(PodInfo pod, PendingBinding work, IPlanner planner, CancellationToken cancellation)
    {
        DateTimeOffset deadline = clock.GetUtcNow() + bindTimeout;
        while (true)
        {
            (bool done, string? error) = await planner.AskAsync(() => IsDone(pod, work), cancellation).ConfigureAwait(false);
            if (error is not null) return Status.Error(error);
            if (done) return Status.Success;
            if (clock.GetUtcNow() >= deadline) return Status.Error($"binding volumes: not bound after {bindTimeout.TotalSeconds} s");
            await Task.Delay(PollInterval, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether all claims are bound, or why they never will be.</summary>
    private (bool Done, string? Error) IsDone(PodInfo pod, PendingBinding work)
    {
        int row = cluster.Nodes.RowOf(work.Node);
        if (row < 0) return (false, $"binding volumes: node \"{work.Node}\" not found");
        if (cluster.FindPod(pod.Key)?.Uid != pod.Uid) return (false, $"binding volumes: pod \"{pod.Key}\" does not exist any more");
        StringMap labels = cluster.Nodes[row].Labels;
        bool done = true;
        foreach ((PersistentVolume written, string claimKey) in work.Volumes)
        {
            PersistentVolume? volume = cluster.PersistentVolumes.Find(written.Metadata.Name);
            PersistentVolumeClaim? claim = cluster.PersistentVolumeClaims.Find(claimKey);
            if (volume is null) return (false, $"binding volumes: persistentvolume \"{written.Metadata.Name}\" not found");
            if (claim is null) return (false, $"binding volumes: persistentvolumeclaim \"{claimKey}\" not found");
            if (!Reaches(volume, labels)) return (false, DoesNotReach(volume, work.Node));
            if (volume.ClaimRef is not { Uid.Length: > 0 }) return (false, $"binding volumes: ClaimRef got reset for pv \"{volume.Metadata.Name}\"");
            done &= claim.IsFullyBound();
        }

        foreach (PersistentVolumeClaim written in work.Claims)
        {
            (bool bound, string? error) = IsProvisioned(written, work.Node, labels);
            if (error is not null) return (false, error);
            done &= bound;
        }

        return (done, null);
    }

    private (bool Done, string? Error) IsProvisioned(PersistentVolumeClaim written, string node, StringMap labels)
    {
        if (cluster.PersistentVolumeClaims.Find(written.Metadata.Key) is not { } claim)
            return (false, $"failed to check provisioning pvc: {Claims.NotFound(written.Metadata.Name)}");

        // A provisioner that failed takes the annotation away: the scheduler is to try elsewhere.
        if (claim.Metadata.Annotations[StorageNames.SelectedNode] != node) return (false, $"provisioning failed for PVC \"{claim.Metadata.Name}\"");
        if (claim.VolumeName.Length == 0 || cluster.PersistentVolumes.Find(claim.VolumeName) is not { } volume) return (false, null);
        return Reaches(volume, labels) ? (claim.IsFullyBound(), null) : (false, DoesNotReach(volume, node));
    }

    private static bool Reaches(PersistentVolume volume, StringMap labels) =>
        volume.NodeAffinity is not { } affinity || new NodeSelectorMatcher(affinity).Matches(labels);

    private static string DoesNotReach(PersistentVolume volume, string node) =>
        $"pv \"{volume.Metadata.Name}\" node affinity doesn't match node \"{node}\"";
}
