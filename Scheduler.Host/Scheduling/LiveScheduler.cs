using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;
using Scheduler.Plugins;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Host.Scheduling;

/// <summary>
/// The scheduling loop on a live cluster: informers feed it, <see cref="ApiPlanner"/> carries out what it decides. Nothing is decided before everything
/// that is there has been told. One decision thread: whoever runs <see cref="RunAsync"/>.
/// </summary>
public sealed class LiveScheduler
{
    /// <summary>Pods decided between two looks at what has happened.</summary>
    private const int TurnsAtOnce = 32;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnschedulableFlush = TimeSpan.FromSeconds(30);

    private readonly Inbox inbox = new();
    private readonly KubeReader reader = new();
    private readonly Dictionary<ApiResource, KubeKind> kinds = [];
    private readonly HashSet<ApiResource> unsynced;
    private readonly Informer[] informers;
    private readonly Cluster cluster = new();
    private readonly TimeProvider clock;
    private readonly ApiPlanner planner;
    private readonly SchedulingQueue queue;
    private readonly ClusterFeed feed;
    private readonly SchedulingLoop loop;

    public LiveScheduler(ApiClient client, SchedulerConfiguration configuration, FeatureGates features, TimeProvider clock)
    {
        this.clock = clock;
        planner = new ApiPlanner(client, clock);
        SchedulingEngine engine = new(
            cluster, configuration.Profiles, DefaultPlugins.Catalog, features, new() { PercentageOfNodesToScore = configuration.PercentageOfNodesToScore }, clock);
        queue = new(engine, QueueOptions.From(configuration, features), clock, features["SchedulerQueueingHints"]);
        feed = new(cluster, queue, engine.ProfileOf);
        loop = new(engine, queue, planner, clock) { Woken = inbox.Wake };
        foreach (KubeKindInfo info in KubeKinds.Table)
            if (info.Kind is not (KubeKind.Deployment or KubeKind.DaemonSet or KubeKind.Job or KubeKind.PriorityClass))
                kinds.Add(Resources.Of(info.Group, info.Version, info.Plural.ToLowerInvariant()), info.Kind);
        unsynced = [.. kinds.Keys];
        informers = [.. kinds.Keys.Select(resource => new Informer(client, resource, inbox.Post, clock))];
    }

    /// <summary>Told of objects that cannot be read; they are passed over.</summary>
    public Action<string>? Unreadable { get; init; }

    /// <summary>Schedules until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var beside = informers.Select(informer => Task.Run(() => informer.RunAsync(ended.Token), CancellationToken.None))
            .Append(Task.Run(() => planner.RunAsync(ended.Token), CancellationToken.None)).ToArray();
        await using var timer = clock.CreateTimer(_ => inbox.Wake(), null, Tick, Tick);
        DateTimeOffset flushed = clock.GetUtcNow();
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                while (inbox.TryTake(out var change)) Take(change);
                if (clock.GetUtcNow() - flushed >= UnschedulableFlush)
                {
                    queue.FlushUnschedulable();
                    flushed = clock.GetUtcNow();
                }
                if (unsynced.Count == 0 && loop.RunReady(TurnsAtOnce) == TurnsAtOnce) continue;
                await inbox.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(beside).ConfigureAwait(false);
        }
    }

    private void Take(Change change)
    {
        if (change.Kind == ChangeKind.Synced)
        {
            unsynced.Remove(change.Resource);
            return;
        }
        IKubeObject value;
        try
        {
            value = reader.Read(change.Json, kinds[change.Resource], change.Key);
        }
        catch (ReadException error)
        {
            Unreadable?.Invoke(error.Message);
            return;
        }
        bool isSet = change.Kind == ChangeKind.Set;
        switch (value)
        {
            case Node node when isSet: feed.Set(node); break;
            case Node node: feed.RemoveNode(node.Metadata.Name); break;
            case Pod pod when isSet: feed.Set(pod); break;
            case Pod pod: feed.RemovePod(pod); break;
            case Namespace one: Put(cluster.Namespaces, null, one, isSet); break;
            case Service one: Put(cluster.Services, null, one, isSet); break;
            case ReplicationController one: Put(cluster.ReplicationControllers, null, one, isSet); break;
            case Workload one: Put(kinds[change.Resource] == KubeKind.ReplicaSet ? cluster.ReplicaSets : cluster.StatefulSets, null, one, isSet); break;
            case PodDisruptionBudget one: Put(cluster.PodDisruptionBudgets, null, one, isSet); break;
            case PersistentVolume one: Put(cluster.PersistentVolumes, EventResource.PersistentVolume, one, isSet); break;
            case PersistentVolumeClaim one: Put(cluster.PersistentVolumeClaims, EventResource.PersistentVolumeClaim, one, isSet); break;
            case StorageClass one: Put(cluster.StorageClasses, EventResource.StorageClass, one, isSet); break;
            case CsiNode one: Put(cluster.CsiNodes, EventResource.CsiNode, one, isSet); break;
            case CsiDriver one: Put(cluster.CsiDrivers, EventResource.CsiDriver, one, isSet); break;
            case CsiStorageCapacity one: Put(cluster.CsiStorageCapacities, EventResource.CsiStorageCapacity, one, isSet); break;
            case VolumeAttachment one: Put(cluster.VolumeAttachments, EventResource.VolumeAttachment, one, isSet); break;
            case ResourceClaim one: Put(cluster.ResourceClaims, EventResource.ResourceClaim, one, isSet); break;
            case ResourceSlice one: Put(cluster.ResourceSlices, EventResource.ResourceSlice, one, isSet); break;
            case DeviceClass one: Put(cluster.DeviceClasses, EventResource.DeviceClass, one, isSet); break;
        }
    }

    private void Put<T>(ObjectTable<T> table, EventResource? resource, T value, bool isSet)
        where T : class, IKubeObject
    {
        if (isSet) feed.Set(table, resource, value);
        else feed.Remove(table, resource, value.Metadata.Key);
    }
}
