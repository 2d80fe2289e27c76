namespace Scheduler.Bench.Micro.NodeAffinity;

/// <summary>Zones that are required, and one that is preferred.</summary>
public class NodeAffinityBench : FilterAndScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "NodeAffinity";

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"affinity":{"nodeAffinity":{
         "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["zone-1","zone-2","zone-3"]}]}]},
         "preferredDuringSchedulingIgnoredDuringExecution":[{"weight":5,"preference":{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["zone-2"]}]}}]}},
         "containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;
}
