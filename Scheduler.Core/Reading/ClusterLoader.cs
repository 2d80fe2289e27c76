using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Puts objects as read into the state that scheduling works on.</summary>
public static class ClusterLoader
{
    /// <summary>Everything but pods: nodes, namespaces, owners, volumes, budgets.</summary>
    public static void LoadObjects(this Cluster cluster, ClusterObjects objects)
    {
        foreach (Namespace item in objects.Namespaces) cluster.Namespaces.Set(item);
        foreach (Service item in objects.Services) cluster.Services.Set(item);
        foreach (ReplicationController item in objects.ReplicationControllers) cluster.ReplicationControllers.Set(item);
        foreach (Workload item in objects.Workloads)
        {
            if (item.Kind == "ReplicaSet") cluster.ReplicaSets.Set(item);
            if (item.Kind == "StatefulSet") cluster.StatefulSets.Set(item);
        }

        foreach (PodDisruptionBudget item in objects.PodDisruptionBudgets) cluster.PodDisruptionBudgets.Set(item);
        foreach (PersistentVolume item in objects.PersistentVolumes) cluster.PersistentVolumes.Set(item);
        foreach (PersistentVolumeClaim item in objects.PersistentVolumeClaims) cluster.PersistentVolumeClaims.Set(item);
        foreach (StorageClass item in objects.StorageClasses) cluster.StorageClasses.Set(item);
        foreach (CsiNode item in objects.CsiNodes) cluster.CsiNodes.Set(item);
        foreach (CsiDriver item in objects.CsiDrivers) cluster.CsiDrivers.Set(item);
        foreach (CsiStorageCapacity item in objects.CsiStorageCapacities) cluster.CsiStorageCapacities.Set(item);
        foreach (VolumeAttachment item in objects.VolumeAttachments) cluster.VolumeAttachments.Set(item);
        foreach (ResourceClaim item in objects.ResourceClaims) cluster.ResourceClaims.Set(item);
        foreach (ResourceSlice item in objects.ResourceSlices) cluster.ResourceSlices.Set(item);
        foreach (DeviceClass item in objects.DeviceClasses) cluster.DeviceClasses.Set(item);
        foreach (Node item in objects.Nodes) cluster.AddNode(item);
    }
}
