using BenchmarkDotNet.Attributes;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Micro.Cycle;

/// <summary>A whole decision by each engine, and the steady step around it: a pod comes, the oldest leaves. Slower than the kernels it is made of.</summary>
public class CycleBench
{
    private readonly Queue<PodInfo> placed = [];
    private SchedulingEngine engine = null!;
    private PodInfo asked = null!;

    /// <summary>Nodes, with two pods each.</summary>
    [Params(1000, 10_000)]
    public int Nodes { get; set; } = 1000;

    /// <summary>The engine.</summary>
    [ParamsAllValues]
    public EngineKind Engine { get; set; } = EngineKind.Vector;

    /// <summary>Builds the cluster.</summary>
    [GlobalSetup]
    public void Setup()
    {
        placed.Clear();
        EngineSetup setup = new(FeatureGates.Default, new() { Cycle = new() { Engine = Engine } });
        engine = setup.Engine;
        ObjectTemplate<Node> node = new("""{"status":{"allocatable":{"cpu":"4","memory":"32Gi","pods":"110"},"capacity":{"cpu":"4","memory":"32Gi","pods":"110"}}}""", KubeKind.Node, new(), "node");
        ObjectTemplate<Pod> pod = new("""{"spec":{"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}""", KubeKind.Pod, new(), "pod");
        for (int i = 0; i < Nodes; i++) setup.Cluster.AddNode(Naming.Named(node.Make(i, "", ""), Naming.Numbered("node", i)));
        for (int i = 0; i < 2 * Nodes; i++) placed.Enqueue(setup.Cluster.Prepare(Naming.Named(pod.Make(i, "", ""), "default", Naming.Numbered("pod", i))));
        foreach (PodInfo info in placed) engine.Assume(info, Naming.Numbered("node", placed.Count % Nodes), null, out _);
        asked = setup.Cluster.Prepare(Naming.Named(pod.Make(0, "", ""), "default", "asked"));
    }

    /// <summary>The same pod, and nothing has changed.</summary>
    [Benchmark]
    public DecisionKind Decide() => engine.Decide(asked).Kind;

    /// <summary>The oldest pod leaves and comes again: two rows change for every decision.</summary>
    [Benchmark]
    public DecisionKind DecideAssumeLeave()
    {
        PodInfo pod = placed.Dequeue();
        engine.Cluster.RemovePod(pod.Key);
        Decision decision = engine.Decide(pod);
        engine.Assume(pod, decision.Node, null, out _);
        placed.Enqueue(pod);
        return decision.Kind;
    }
}
