using BenchmarkDotNet.Attributes;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Micro.DefaultPreemption;

/// <summary>A decision that ends in preemption: four lower pods on every node, three of which have to go.</summary>
public class DefaultPreemptionBench
{
    private SchedulingEngine engine = null!;
    private PodInfo high = null!;

    /// <summary>Nodes.</summary>
    [Params(1000, 5000)]
    public int Nodes { get; set; } = 1000;

    /// <summary>Fills the cluster.</summary>
    [GlobalSetup]
    public void Setup()
    {
        EngineSetup setup = new(FeatureGates.Default, new());
        engine = setup.Engine;
        ObjectTemplate<Node> node = new("""{"status":{"allocatable":{"cpu":"4","memory":"32Gi","pods":"110"},"capacity":{"cpu":"4","memory":"32Gi","pods":"110"}}}""", KubeKind.Node, new(), "node");
        ObjectTemplate<Pod> low = new("""{"spec":{"priority":0,"containers":[{"name":"app","resources":{"requests":{"cpu":"900m","memory":"500Mi"}}}]}}""", KubeKind.Pod, new(), "pod");
        ObjectTemplate<Pod> asked = new("""{"spec":{"priority":10,"containers":[{"name":"app","resources":{"requests":{"cpu":"3000m","memory":"500Mi"}}}]}}""", KubeKind.Pod, new(), "pod");
        for (int i = 0; i < Nodes; i++) setup.Cluster.AddNode(Naming.Named(node.Make(i, "", ""), Naming.Numbered("node", i)));
        for (int i = 0; i < 4 * Nodes; i++)
            setup.Cluster.AddPod(setup.Cluster.Prepare(Naming.Named(low.Make(i, "", ""), "default", Naming.Numbered("low", i))), Naming.Numbered("node", i % Nodes));
        high = setup.Cluster.Prepare(Naming.Named(asked.Make(0, "", ""), "default", "high"));
        if (Preempt() != 3) throw new InvalidOperationException("preemption does not take three pods");
    }

    /// <summary>Returns the number of victims.</summary>
    [Benchmark]
    public int Preempt() => engine.Decide(high).PostFilter?.Result?.Victims.Length ?? 0;
}
