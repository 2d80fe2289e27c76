using Scheduler.Core.Cache;

namespace Scheduler.Bench.Micro.VolumeBinding;

/// <summary>A bound claim whose volume can be reached from three zones.</summary>
public class VolumeBindingBench : FilterBench
{
    private const string Volume = """
        {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"nfs":{"server":"s","path":"/p"},"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["zone-1","zone-2","zone-3"]}]}]}}},"status":{"phase":"Bound"}}
        """;

    /// <inheritdoc/>
    protected override string Plugin => "VolumeBinding";

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"{{name}}"}}],"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    private protected override void Arrange(Cluster cluster)
    {
        BoundVolume.Add(cluster, "asked", Volume);
    }
}
