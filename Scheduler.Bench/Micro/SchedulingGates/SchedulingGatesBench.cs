using BenchmarkDotNet.Attributes;
using Scheduler.Core.Cache;

namespace Scheduler.Bench.Micro.SchedulingGates;

/// <summary>A pod without gates: what every pod pays.</summary>
public class SchedulingGatesBench
{
    private readonly Plugins.SchedulingGates.SchedulingGates plugin = new();
    private PodInfo pod = null!;

    /// <summary>Makes the pod.</summary>
    [GlobalSetup]
    public void Setup() => pod = new Cluster().Prepare(new() { Metadata = new() { Name = "a", Namespace = "default" } });

    /// <summary>It may enter the queue.</summary>
    [Benchmark]
    public bool PreEnqueue() => plugin.PreEnqueue(pod).IsSuccess;
}
