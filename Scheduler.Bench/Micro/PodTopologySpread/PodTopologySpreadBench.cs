namespace Scheduler.Bench.Micro.PodTopologySpread;

/// <summary>A hard constraint over zones, a soft one over nodes.</summary>
public class PodTopologySpreadBench : FilterAndScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "PodTopologySpread";

    /// <inheritdoc/>
    protected override string Pod => """
        {"metadata":{"labels":{"app":"app-1"}},"spec":{"topologySpreadConstraints":[
         {"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"app-1"}}},
         {"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"app-1"}}}],
         "containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;
}
