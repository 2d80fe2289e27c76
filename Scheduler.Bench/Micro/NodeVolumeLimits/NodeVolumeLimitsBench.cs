using Scheduler.Bench.Perf.Playing;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Micro.NodeVolumeLimits;

/// <summary>A driver that serves one volume a node, and half of the nodes have reached it.</summary>
public class NodeVolumeLimitsBench : FilterBench
{
    private const string Volume = """
        {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"csi":{"driver":"disks.example.com","volumeHandle":"{{name}}"}},"status":{"phase":"Bound"}}
        """;

    /// <inheritdoc/>
    protected override string Plugin => "NodeVolumeLimits";

    /// <inheritdoc/>
    protected override string Placed => """
        {"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"{{name}}"}}],"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"{{name}}"}}],"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    private protected override void Arrange(Cluster cluster)
    {
        CsiNode node = Template<CsiNode>("""{"spec":{"drivers":[{"name":"disks.example.com","nodeID":"n","topologyKeys":[],"allocatable":{"count":1}}]}}""", KubeKind.CsiNode).Make(0, "", "");
        for (int i = 0; i < Nodes; i += 2) cluster.CsiNodes.Set(node with { Metadata = node.Metadata with { Name = Naming.Numbered("node", i) } });
        for (int i = 0; i < Nodes; i++) BoundVolume.Add(cluster, Naming.Numbered("placed", i), Volume);
        BoundVolume.Add(cluster, "asked", Volume);
    }
}
