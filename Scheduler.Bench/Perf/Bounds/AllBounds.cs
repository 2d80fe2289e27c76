using Scheduler.Bench.Perf.Report;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>Every bound, in the order of the report. docs/performance.md explains each.</summary>
public static class AllBounds
{
    /// <summary>The list.</summary>
    public static Bound[] List { get; } =
    [
        Rate("one-shape", "one shape, 5,000 nodes", 200_000, "misc/SchedulingBasic/5000Nodes_50000Pods"),
        Rate("thousand-shapes", "1,000 shapes shuffled, 5,000 nodes", 30_000, "bounds/ThousandShapes/5000Nodes"),
        Rate("hard-spread", "hard spread, 5,000 nodes", 20_000, "topology_spreading/TopologySpreading/5000Nodes_5000Pods"),
        Rate("soft-spread", "soft spread, 5,000 nodes", 20_000, "topology_spreading/PreferredTopologySpreading/5000Nodes_5000Pods"),
        Rate("required-affinity", "required affinity, 5,000 nodes", 20_000, "affinity/SchedulingPodAffinity/5000Nodes_5000Pods"),
        Rate("required-anti-affinity", "required anti-affinity, 5,000 nodes", 20_000, "affinity/SchedulingPodAntiAffinity/5000Nodes_2000Pods"),
        Rate("preferred-affinity", "preferred affinity, 5,000 nodes", 20_000, "affinity/SchedulingPreferredPodAffinity/5000Nodes_5000Pods"),
        Rate("preferred-anti-affinity", "preferred anti-affinity, 5,000 nodes", 20_000, "affinity/SchedulingPreferredPodAntiAffinity/5000Nodes_5000Pods"),
        Rate("ns-required-anti-affinity", "required anti-affinity over selected namespaces, 6,000 nodes", 20_000, "affinity/SchedulingRequiredPodAntiAffinityWithNSSelector/5000Nodes_2000Pods"),
        Rate("ns-preferred-anti-affinity", "preferred anti-affinity over selected namespaces, 5,000 nodes", 20_000, "affinity/SchedulingPreferredAntiAffinityWithNSSelector/5000Nodes_2000Pods"),
        Rate("ns-required-affinity", "required affinity over selected namespaces, 5,000 nodes", 20_000, "affinity/SchedulingRequiredPodAffinityWithNSSelector/5000Nodes_2000Pods"),
        Rate("ns-preferred-affinity", "preferred affinity over selected namespaces, 5,000 nodes", 20_000, "affinity/SchedulingPreferredAffinityWithNSSelector/5000Nodes_5000Pods"),
        Rate("new-requests", "every pod with new requests and node affinity, 5,000 nodes", 5_000, "bounds/NewRequestsAndNodeAffinity/5000Nodes"),
        Rate("new-selector", "every pod with a new pod selector, 5,000 nodes, 50,000 pods", 1_000, "bounds/NewPodSelector/5000Nodes_50000Pods"),
        Cost("preemption", "preemption, 5,000 nodes, 20,000 lower pods", 0.7, "ms a pod", 1e3, "misc/PreemptionAsync/5000Nodes"),
        Cost("unschedulable", "10,000 unschedulable pods of one shape, nothing changed", 1, "µs a pod", 1e6, "bounds/Unschedulable/5000Nodes_10000Pods"),
        Growth("growth-one-shape", "cost per pod, one shape, 100,000 nodes over 1,000", 2, "bounds/OneShape"),
        Growth("growth-spread", "cost per pod, spread, 100,000 nodes over 1,000", 3, "bounds/Spread"),
        Growth("growth-affinity", "cost per pod, affinity, 100,000 nodes over 1,000", 3, "bounds/Affinity"),
        new("naive-undeclared", "a user's naive filter and score, nothing declared, 5,000 nodes", true, 10_000, "/s", UserPlugins.Undeclared),
        new("naive-declared", "the same, declared: share of the rate without it", true, 80, "%", UserPlugins.Declared),
        new("explanations", "explanations kept for every decision: slower than without", false, 10, "%", Explanations.Cost),
        new("allocation", "bytes allocated per decision, steady", false, 0, "B", run => BytesOf(run, "bounds/Steady/5000Nodes")),
        new("rss-150k", "RSS: 5,000 nodes, 150,000 pods", false, 300, "MB", run => Resident.Measure(run, 5_000, 150_000)),
        new("rss-1m", "RSS: 100,000 nodes, 1,000,000 pods", false, 1500, "MB", run => Resident.Measure(run, 100_000, 1_000_000)),
        new("check-workloads", "differences to the plain engine over all workloads", false, 0, "differences", Differences.OverWorkloads),
        new("check-random", "differences to the plain engine over 1,000,000 random decisions", false, 0, "differences", Differences.OverRandomDecisions),
    ];

    private static Bound Rate(string name, string what, double atLeast, string path) => new(name, what, true, atLeast, "/s", run => run.Rate(path));

    private static Bound Cost(string name, string what, double atMost, string unit, double unitsPerSecond, string path) =>
        new(name, what, false, atMost, unit, run =>
        {
            BoundFigure rate = run.Rate(path);
            return rate with { Value = unitsPerSecond / rate.Value };
        });

    private static Bound Growth(string name, string what, double atMost, string workload) => new(name, what, false, atMost, "×", run =>
    {
        BoundFigure small = run.Rate($"{workload}/1000Nodes"), large = run.Rate($"{workload}/100000Nodes");
        return new(small.Value / large.Value, FormattableString.Invariant($"{1e9 / small.Value:0} ns and {1e9 / large.Value:0} ns; at 100,000 nodes {large.Detail}"));
    });

    private static BoundFigure BytesOf(BoundRun run, string path)
    {
        Measurement measured = run.Play(path);
        return new(measured.Rounds.Min(round => round.SteadyBytesPerDecision), BoundRun.Detail(measured));
    }
}
