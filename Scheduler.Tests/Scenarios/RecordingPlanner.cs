using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Scenarios;

/// <summary>Stands for the world: does what it is asked at once, notes it, and fails where the scenario says so.</summary>
internal sealed class RecordingPlanner(Harness harness) : IPlanner
{
    /// <summary>Pods whose next binding fails, with the error.</summary>
    public Dictionary<string, string> FailingBinds { get; } = new(StringComparer.Ordinal);

    /// <summary>True: victims get a deletion timestamp and stay until the scenario deletes them.</summary>
    public bool EvictsGracefully { get; set; }

    public HashSet<string> FailingEvictions { get; } = new(StringComparer.Ordinal);

    public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        if (FailingBinds.Remove(pod.Name, out string? error)) return Task.FromResult(Status.Error(error));
        harness.Note($"{pod.Name} on {nodeName}");
        harness.Confirm(pod, nodeName);
        return Task.FromResult(Status.Success);
    }

    public Task<Status> UpdateAsync(PersistentVolume volume, CancellationToken cancellation)
    {
        harness.Feed.Set(harness.Cluster.PersistentVolumes, EventResource.PersistentVolume, volume);
        if (volume.ClaimRef is { } reference && harness.Cluster.PersistentVolumeClaims.Find(reference.Namespace, reference.Name) is { } claim) Bind(claim, volume.Metadata.Name);
        return Task.FromResult(Status.Success);
    }

    public Task<Status> UpdateAsync(PersistentVolumeClaim claim, CancellationToken cancellation)
    {
        Bind(claim, $"made-for-{claim.Metadata.Name}");
        return Task.FromResult(Status.Success);
    }

    /// <summary>What the controllers of volumes do: make one where none was chosen, and bind.</summary>
    private void Bind(PersistentVolumeClaim claim, string volumeName)
    {
        if (harness.Cluster.PersistentVolumes.Find(volumeName) is null)
        {
            PersistentVolume made = new()
            {
                Metadata = new() { Name = volumeName },
                Capacity = claim.RequestedStorage ?? Quantity.FromUnits(1),
                AccessModes = claim.AccessModes,
                StorageClassName = claim.StorageClassName ?? "",
                Phase = "Bound",
                ClaimRef = new(claim.Metadata.Namespace, claim.Metadata.Name, claim.Metadata.Uid),
            };
            harness.Feed.Set(harness.Cluster.PersistentVolumes, EventResource.PersistentVolume, made);
        }

        PersistentVolumeClaim bound = claim with
        {
            Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.With("pv.kubernetes.io/bind-completed", "yes") },
            VolumeName = volumeName,
            Phase = "Bound",
        };
        harness.Feed.Set(harness.Cluster.PersistentVolumeClaims, EventResource.PersistentVolumeClaim, bound);
    }

    public Task<Status> EvictAsync(PodInfo victim, PodInfo preemptor, CancellationToken cancellation)
    {
        if (FailingEvictions.Remove(victim.Name)) return Task.FromResult(Status.Error("eviction failed"));
        harness.Note($"{victim.Name} evicted for {preemptor.Name}");
        harness.Evict(victim, EvictsGracefully);
        return Task.FromResult(Status.Success);
    }

    public void Report(FailedAttempt attempt) => harness.Report(attempt);
}
