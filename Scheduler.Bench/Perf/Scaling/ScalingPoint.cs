using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Perf.Scaling;

/// <summary>What a decision costs at one size.</summary>
/// <param name="Nodes">Nodes of the cluster.</param>
/// <param name="CostNs">Nanoseconds of processor time a pod, with 95 % bounds.</param>
public sealed record ScalingPoint(int Nodes, Interval CostNs);

/// <summary>How the cost of one case grows.</summary>
/// <param name="Case">The workload's case.</param>
/// <param name="Points">By number of nodes.</param>
/// <param name="Law">Fitted to them.</param>
public sealed record ScalingCurve(string Case, ScalingPoint[] Points, PowerLaw Law);
