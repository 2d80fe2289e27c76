using Scheduler.Core.Configuration;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>One row of a workload file: a test case with its parameters filled in.</summary>
/// <param name="Group">The group of cases, such as <c>topology_spreading</c>.</param>
/// <param name="Case">The test case, such as <c>SchedulingBasic</c>.</param>
/// <param name="Name">The row, such as <c>5000Nodes_10000Pods</c>.</param>
/// <param name="Labels">Marks to choose rows by: <c>integration-test</c> rows also run as tests.</param>
/// <param name="FloorPodsPerSecond">What the CI of kube-scheduler asks of its scheduler for this row, API server and etcd included; null where it asks nothing.</param>
/// <param name="Features">Feature gates.</param>
/// <param name="Queued">True: pods go through the queue and the loop, and events wake them; their cost is in the figures. False: one turn each, in order.</param>
/// <param name="Steps">What happens, in order.</param>
public sealed record Workload(
    string Group, string Case, string Name, string[] Labels, double? FloorPodsPerSecond, FeatureGates Features, bool Queued, Step[] Steps)
{
    /// <summary><c>group/case/row</c>: what <c>--workload</c> is matched with, and what messages say.</summary>
    public string Path => $"{Group}/{Case}/{Name}";

    /// <summary>Nodes that the steps create.</summary>
    public int Nodes => Steps.OfType<CreateNodes>().Sum(step => step.Count);

    /// <summary>Pods that are measured.</summary>
    public int MeasuredPods => Steps.OfType<CreatePods>().Where(step => step.Measured).Sum(step => step.Total);
}
