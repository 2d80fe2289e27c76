using BenchmarkDotNet.Attributes;
using Scheduler.Core.Cache;

namespace Scheduler.Bench.Micro.PrioritySort;

/// <summary>One comparison of two pods of equal priority.</summary>
public class PrioritySortBench
{
    private readonly Plugins.PrioritySort.PrioritySort plugin = new();
    private PodInfo first = null!;
    private PodInfo second = null!;

    /// <summary>Makes two pods.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Cluster cluster = new();
        first = cluster.Prepare(new() { Metadata = new() { Name = "a", Namespace = "default" } });
        second = cluster.Prepare(new() { Metadata = new() { Name = "b", Namespace = "default" } });
    }

    /// <summary>By time, as priorities are equal.</summary>
    [Benchmark]
    public int Compare() => plugin.Compare(first, DateTimeOffset.UnixEpoch, second, DateTimeOffset.UnixEpoch.AddSeconds(1));
}
