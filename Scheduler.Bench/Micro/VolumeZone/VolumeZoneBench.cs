using Scheduler.Core.Cache;

namespace Scheduler.Bench.Micro.VolumeZone;

/// <summary>A bound claim whose volume lies in one zone.</summary>
public class VolumeZoneBench : FilterBench
{
    private const string Volume = """
        {"metadata":{"labels":{"topology.kubernetes.io/zone":"zone-4"}},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"nfs":{"server":"s","path":"/p"}},"status":{"phase":"Bound"}}
        """;

    /// <inheritdoc/>
    protected override string Plugin => "VolumeZone";

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"{{name}}"}}],"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    private protected override void Arrange(Cluster cluster)
    {
        BoundVolume.Add(cluster, "asked", Volume);
    }
}
