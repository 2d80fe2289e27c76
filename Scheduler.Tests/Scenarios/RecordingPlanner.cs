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
        harness.Cluster.PersistentVolumes.Set(volume);
        return Task.FromResult(Status.Success);
    }

    public Task<Status> UpdateAsync(PersistentVolumeClaim claim, CancellationToken cancellation)
    {
        harness.Cluster.PersistentVolumeClaims.Set(claim);
        return Task.FromResult(Status.Success);
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
