namespace Scheduler.Bench.Micro.TaintToleration;

/// <summary>Seven sets of taints, some of which the pod tolerates.</summary>
public class TaintTolerationBench : FilterAndScoreBench
{
    /// <inheritdoc/>
    protected override string Plugin => "TaintToleration";

    /// <inheritdoc/>
    protected override string Node => """
        {"spec":{"taints":[{"key":"team","value":"team-{{i%7}}","effect":"NoSchedule"},{"key":"old","value":"{{i%3}}","effect":"PreferNoSchedule"}]},
         "status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"},"capacity":{"cpu":"16","memory":"64Gi","pods":"110"}}}
        """;

    /// <inheritdoc/>
    protected override string Pod => """
        {"spec":{"tolerations":[{"key":"team","operator":"Equal","value":"team-1","effect":"NoSchedule"},{"key":"team","operator":"Equal","value":"team-4","effect":"NoSchedule"}],
         "containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;
}
