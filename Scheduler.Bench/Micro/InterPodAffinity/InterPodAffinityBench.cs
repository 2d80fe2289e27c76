namespace Scheduler.Bench.Micro.InterPodAffinity;

/// <summary>Required anti-affinity to one app by node, preferred affinity to another by zone.</summary>
public class InterPodAffinityBench : FilterAndScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "InterPodAffinity";

    /// <inheritdoc/>
    protected override string Pod => """
        {"metadata":{"labels":{"app":"app-1"}},"spec":{"affinity":{
         "podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"app-1"}}}]},
         "podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":10,"podAffinityTerm":{"topologyKey":"topology.kubernetes.io/zone","labelSelector":{"matchLabels":{"app":"app-2"}}}}]}},
         "containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;
}
