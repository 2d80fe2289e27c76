using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.Client;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Host.Scheduling;

/// <summary>Writes what the watches say into the cluster. Runs on the decision thread.</summary>
internal sealed class ChangeIntake(Cluster cluster, ClusterFeed feed)
{
    /// <summary>Told of the uid of every pod that has come with its node, or gone.</summary>
    public Action<string>? PodSettled { get; init; }

    /// <summary>The newest version of a pod that has been taken in: what decisions are made on.</summary>
    public long PodsVersion { get; private set; }

    public void Take(Change change)
    {
        KubeKind kind = ServedKinds.All[change.Resource];
        if (kind == KubeKind.Pod) PodsVersion = Math.Max(PodsVersion, change.Version);
        if (change.Value is { } value) Take(value, kind, change.Kind == ChangeKind.Set);
    }

    /// <summary>What the server answered to a write: newer than what the watch has told, unless that tells already something newer.</summary>
    public void TakeWritten(IKubeObject value)
    {
        switch (value)
        {
            case PersistentVolume volume: PutNewer(cluster.PersistentVolumes, EventResource.PersistentVolume, volume); break;
            case PersistentVolumeClaim claim: PutNewer(cluster.PersistentVolumeClaims, EventResource.PersistentVolumeClaim, claim); break;
        }
    }

    private void PutNewer<T>(ObjectTable<T> table, EventResource resource, T value)
        where T : class, IKubeObject
    {
        if (table.Find(value.Metadata.Key) is { } known && Writing.VolumeWriter.IsNotOlder(value.Metadata, known.Metadata)) feed.Set(table, resource, value);
    }

    private void Take(IKubeObject value, KubeKind kind, bool isSet)
    {
        switch (value)
        {
            case Node node when isSet: feed.Set(node); break;
            case Node node: feed.RemoveNode(node.Metadata.Name); break;
            case Pod pod: Take(pod, isSet); break;
            case Namespace one: Put(cluster.Namespaces, null, one, isSet); break;
            case Service one: Put(cluster.Services, null, one, isSet); break;
            case ReplicationController one: Put(cluster.ReplicationControllers, null, one, isSet); break;
            case Workload one: Put(kind == KubeKind.ReplicaSet ? cluster.ReplicaSets : cluster.StatefulSets, null, one, isSet); break;
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

    private void Take(Pod pod, bool isSet)
    {
        if (isSet) feed.Set(pod);
        else feed.RemovePod(pod);
        if (!isSet || pod.Spec.NodeName.Length > 0) PodSettled?.Invoke(pod.Metadata.Uid);
    }

    private void Put<T>(ObjectTable<T> table, EventResource? resource, T value, bool isSet)
        where T : class, IKubeObject
    {
        if (isSet) feed.Set(table, resource, value);
        else feed.Remove(table, resource, value.Metadata.Key);
    }
}
